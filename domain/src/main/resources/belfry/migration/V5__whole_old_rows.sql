-- The whole old row stands in the write-ahead log, so that deletes are held against filters, and rows that leave one are known.

alter table public.challenges replica identity full;
alter table public.events replica identity full;
alter table public.event_participants replica identity full;
alter table public.campaigns replica identity full;
alter table public.content_items replica identity full;
