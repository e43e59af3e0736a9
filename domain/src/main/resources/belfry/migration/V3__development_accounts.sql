-- Accounts of the development sign-in. Empty, and never read, unless BELFRY_DEV is true.

create table belfry.accounts (
    id uuid primary key,
    email text not null unique check (email = lower(email)),
    name text not null,
    password_hash text not null,
    groups text[] not null default '{}',
    created_at timestamptz not null default now()
);
