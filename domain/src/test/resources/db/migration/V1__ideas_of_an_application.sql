create table public.ideas (id bigint primary key);
