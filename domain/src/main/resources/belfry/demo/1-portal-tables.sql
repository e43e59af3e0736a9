-- The portal's tables. Policies are the only rules of who may see and change what.

create table public.challenges (
    id uuid primary key,
    title text not null check (title <> ''),
    description text not null default '',
    status text not null default 'draft' check (status in ('draft', 'open', 'closed')),
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null
);

create table public.events (
    id uuid primary key,
    title text not null check (title <> ''),
    description text not null default '',
    location text,
    starts_at timestamptz,
    capacity integer check (capacity > 0),
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null
);

create table public.event_participants (
    id uuid primary key,
    event_id uuid not null references public.events on delete cascade,
    user_id uuid not null,
    status text not null default 'registered' check (status in ('registered', 'attending', 'cancelled')),
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null,
    unique (event_id, user_id)
);

create table public.campaigns (
    id uuid primary key,
    title text not null check (title <> ''),
    description text not null default '',
    status text not null default 'draft' check (status in ('draft', 'active', 'paused', 'completed')),
    approval_status text not null default 'pending' check (approval_status in ('pending', 'approved', 'rejected')),
    metrics jsonb not null default '{}',
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null
);

create table public.content_items (
    id uuid primary key,
    title text not null check (title <> ''),
    body text not null default '',
    status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
    updated_by uuid,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null
);

create index on public.challenges (created_by);
create index on public.event_participants (user_id);

grant usage on schema public to anon, authenticated, service_role;
grant select on public.challenges to anon;
grant select, insert, update, delete
    on public.challenges, public.events, public.event_participants, public.campaigns, public.content_items
    to authenticated, service_role;

alter table public.challenges enable row level security;
alter table public.events enable row level security;
alter table public.event_participants enable row level security;
alter table public.campaigns enable row level security;
alter table public.content_items enable row level security;

-- The service role is the portal's own back end: it sees and changes everything.
create policy service_all on public.challenges to service_role using (true) with check (true);
create policy service_all on public.events to service_role using (true) with check (true);
create policy service_all on public.event_participants to service_role using (true) with check (true);
create policy service_all on public.campaigns to service_role using (true) with check (true);
create policy service_all on public.content_items to service_role using (true) with check (true);

-- A draft is its owner's, and the administrators'; whatever is no draft any more is public.
create policy challenges_read on public.challenges for select to anon, authenticated
    using (status <> 'draft' or created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');
create policy challenges_insert on public.challenges for insert to authenticated
    with check (created_by = auth.uid());
create policy challenges_update on public.challenges for update to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin')
    with check (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');
create policy challenges_delete on public.challenges for delete to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');

create policy events_read on public.events for select to authenticated using (true);
create policy events_insert on public.events for insert to authenticated with check (created_by = auth.uid());
create policy events_update on public.events for update to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin')
    with check (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');
create policy events_delete on public.events for delete to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');

-- One takes part oneself: the row is the participant's own.
create policy participants_read on public.event_participants for select to authenticated using (true);
create policy participants_insert on public.event_participants for insert to authenticated
    with check (created_by = auth.uid() and user_id = auth.uid());
create policy participants_update on public.event_participants for update to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin')
    with check (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');
create policy participants_delete on public.event_participants for delete to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');

create policy campaigns_read on public.campaigns for select to authenticated using (true);
create policy campaigns_insert on public.campaigns for insert to authenticated with check (created_by = auth.uid());
create policy campaigns_update on public.campaigns for update to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin')
    with check (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');
create policy campaigns_delete on public.campaigns for delete to authenticated
    using (created_by = auth.uid() or auth.jwt() -> 'groups' ? 'admin');

-- Content is written together.
create policy content_all on public.content_items for all to authenticated using (true) with check (true);
