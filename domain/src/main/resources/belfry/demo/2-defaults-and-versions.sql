-- Plain SQL can insert into the portal's tables, and whoever writes them raises their versions. The whole old row stands in the
-- write-ahead log, so that deletes are held against filters, and rows that leave one are known.

do $$
declare
    portal text;
begin
    foreach portal in array array['challenges', 'events', 'event_participants', 'campaigns', 'content_items'] loop
        execute format('alter table public.%I
            alter column id set default gen_random_uuid(),
            alter column created_by set default auth.uid(),
            alter column created_at set default now(),
            alter column updated_at set default now(),
            alter column version set default 0', portal);
        execute format('alter table public.%I replica identity full', portal);
        execute format('create trigger touch before update on public.%I
            for each row execute function belfry.touch_row()', portal);
    end loop;
end $$;
