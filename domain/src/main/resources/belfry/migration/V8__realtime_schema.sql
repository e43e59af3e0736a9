-- The messages that the database sends, and the policies of private channels stand on. A Supabase database brings all of it, with
-- policies of its own: what is there is left as it is, and what is not ours to make is left out.

-- The helpers of identity as V1 made them lack the older settings, one per claim, that policies and tests of Supabase's may set.
do $$
declare
    made record;
begin
    for made in
        select * from (values
            ('auth.jwt()', $v1$
            select nullif(current_setting('request.jwt.claims', true), '')::jsonb
        $v1$, 'jsonb', $v8$
            select coalesce(nullif(current_setting('request.jwt.claims', true), ''),
                            nullif(current_setting('request.jwt.claim', true), ''))::jsonb
        $v8$),
            ('auth.uid()', $v1$
            select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
        $v1$, 'uuid', $v8$
            select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                            nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', ''))::uuid
        $v8$),
            ('auth.role()', $v1$
            select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
        $v1$, 'text', $v8$
            select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''),
                            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
        $v8$),
            ('auth.email()', $v1$
            select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
        $v1$, 'text', $v8$
            select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''),
                            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
        $v8$)
        ) as helper (name, before, type, body)
        join pg_proc p on p.oid = to_regprocedure(helper.name) and p.prosrc = helper.before
        where pg_has_role(current_user, p.proowner, 'usage')
    loop
        execute format('create or replace function %s returns %s language sql stable as %L', made.name, made.type, made.body);
    end loop;
end $$;

do $$
begin
    if to_regnamespace('realtime') is null then
        create schema realtime;
    end if;
    if has_schema_privilege(current_user, 'realtime', 'usage with grant option') then
        grant usage on schema realtime to anon, authenticated, service_role;
    end if;
    if not has_schema_privilege(current_user, 'realtime', 'create') then
        raise warning 'The schema realtime is not ours to add to: what is missing there stays missing';
        return;
    end if;

    if to_regclass('realtime.messages') is null then
        -- Times are in UTC whatever the session's zone is, as are the partitions. The number tells the order within a transaction.
        create sequence realtime.messages_number_seq;
        grant usage on sequence realtime.messages_number_seq to public;
        create table realtime.messages (
            id uuid not null default gen_random_uuid(),
            topic text not null,
            extension text not null,
            event text,
            payload jsonb,
            binary_payload bytea,
            private boolean default false,
            skip_broadcast boolean not null default false,
            expires_at timestamp,
            updated_at timestamp not null default (now() at time zone 'utc'),
            inserted_at timestamp not null default (now() at time zone 'utc'),
            number bigint not null default nextval('realtime.messages_number_seq'),
            primary key (id, inserted_at)
        ) partition by range (inserted_at);
        alter sequence realtime.messages_number_seq owned by realtime.messages.number;
        create index on realtime.messages (topic, inserted_at desc, number desc) where extension = 'broadcast' and private;

        alter table realtime.messages enable row level security;
        grant select, insert, update on realtime.messages to anon, authenticated, service_role;
        create policy service_all on realtime.messages to service_role using (true) with check (true);
    end if;

    if to_regprocedure('realtime.topic()') is null then
        create function realtime.topic() returns text language sql stable as $body$
            select nullif(current_setting('realtime.topic', true), '')
        $body$;
    end if;

    -- Nothing that goes wrong with a message undoes what the transaction is about.
    if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null then
        create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
        language plpgsql as $body$
        declare
            message uuid := gen_random_uuid();
            outer_topic text := current_setting('realtime.topic', true);
        begin
            if jsonb_typeof(payload) = 'object' and not payload ? 'id' then
                payload := payload || jsonb_build_object('id', message);
            end if;
            perform set_config('realtime.topic', topic, true);
            insert into realtime.messages (id, topic, extension, event, payload, private)
            values (message, topic, 'broadcast', event, payload, private);
            perform set_config('realtime.topic', outer_topic, true);
        exception when others then
            raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
        end $body$;
    end if;

    if to_regprocedure('realtime.send_binary(bytea, text, text, boolean)') is null
        and exists (select from pg_attribute where attrelid = 'realtime.messages'::regclass and attname = 'binary_payload')
    then
        create function realtime.send_binary(payload bytea, event text, topic text, private boolean default true) returns void
        language plpgsql as $body$
        declare
            outer_topic text := current_setting('realtime.topic', true);
        begin
            perform set_config('realtime.topic', topic, true);
            insert into realtime.messages (topic, extension, event, binary_payload, private)
            values (topic, 'broadcast', event, payload, private);
            perform set_config('realtime.topic', outer_topic, true);
        exception when others then
            raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
        end $body$;
    end if;

    if not exists (
        select from pg_proc where pronamespace = 'realtime'::regnamespace and proname = 'broadcast_changes'
    ) then
        create function realtime.broadcast_changes(
            topic_name text, event_name text, operation text, table_name text, table_schema text,
            new record, old record, level text default 'ROW'
        ) returns void language plpgsql as $body$
        begin
            if level <> 'ROW' then
                raise exception 'realtime.broadcast_changes belongs into a trigger for each row, not for each statement';
            end if;
            perform realtime.send(
                jsonb_build_object('schema', table_schema, 'table', table_name, 'operation', operation,
                                   'record', to_jsonb(new), 'old_record', to_jsonb(old)),
                event_name, topic_name);
        end $body$;
    end if;
end $$;
