-- Which step of the demo is laid here: nothing stands in it where the demo is not ours. The portal's tables were number 2 of these
-- migrations once.

create table belfry.demo (step integer not null);

insert into belfry.demo
select case when to_regclass('belfry.demo_schema_history') is null then 1 else 2 end
where to_regclass('belfry.demo_schema_history') is not null
   or exists (select from belfry.flyway_schema_history where version = '2' and success);

drop table if exists belfry.demo_schema_history;

-- Optimistic locking for any table, as V9 says it: a "version" that is no whole number, or is null, is the table's own affair and is
-- left alone.
--
-- OLD is the row as it is, NEW as the statement wants it. With OLD.version = 3:
--   NEW.version = 3   the statement does not name the column, or names the version that it is based on: the row gets version 4
--   NEW.version = 4   the writer counts by itself, as JPA does with "set version = 4 … where version = 3": it stays 4
--   any other, null   the statement is based on another version of the row: refused with SQLSTATE 40001
-- NEW.updated_at = OLD.updated_at: the statement does not name the time, which is now; another time stays as it is named.

create or replace function belfry.touch_row() returns trigger language plpgsql as $$
declare
    before jsonb := to_jsonb(old);
    after jsonb := to_jsonb(new);
    touched jsonb := '{}';
begin
    if before ->> 'version' ~ '^-?[0-9]+$' and jsonb_typeof(before -> 'version') = 'number' then
        if after -> 'version' = before -> 'version' then
            touched := jsonb_build_object('version', (before ->> 'version')::numeric + 1);
        elsif after -> 'version' = 'null'
            or (after ->> 'version')::numeric <> (before ->> 'version')::numeric + 1
        then
            raise exception 'the row has version %, and the change is based on version %',
                    before ->> 'version', coalesce(after ->> 'version', 'null')
                using errcode = '40001', table = tg_table_name, schema = tg_table_schema, column = 'version',
                      hint = 'Read the row again, and make the change on what it is now.';
        end if;
    end if;
    if before ? 'updated_at' and after -> 'updated_at' = before -> 'updated_at' then
        touched := touched || jsonb_build_object('updated_at', now());
    end if;
    return jsonb_populate_record(new, touched);
end $$;
