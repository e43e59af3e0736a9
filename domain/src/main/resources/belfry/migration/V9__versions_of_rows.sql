-- Optimistic locking that holds for everybody: a trigger for any table with a column "version", "updated_at" or both.
--
--     create trigger touch before update on public.ideas for each row execute function belfry.touch_row();
--
-- Of a row that has version 3 a change may say
--   3   which is the version that it is based on, or what an UPDATE says that does not name the column: the row gets version 4
--   4   as JPA does, which counts by itself: it stays 4
--   anything else: it is based on another version of the row, and is refused with SQLSTATE 40001.
-- The time is now, unless the change names another.

create function belfry.touch_row() returns trigger language plpgsql as $$
declare
    before jsonb := to_jsonb(old);
    after jsonb := to_jsonb(new);
    touched jsonb := '{}';
begin
    if before ? 'version' and before -> 'version' <> 'null' then
        if after -> 'version' = before -> 'version' then
            touched := jsonb_build_object('version', (before ->> 'version')::bigint + 1);
        elsif (after ->> 'version')::bigint is distinct from (before ->> 'version')::bigint + 1 then
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
