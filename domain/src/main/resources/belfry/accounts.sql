-- The accounts of the development sign-in. The columns are those of the table of the same name in a Supabase database, so that
-- foreign keys, triggers and policies of a portal hold. ${schema} is auth, or belfry where auth has a table of somebody else's.

create table ${schema}.users (
    instance_id uuid default '00000000-0000-0000-0000-000000000000',
    id uuid primary key,
    aud text default 'authenticated',
    role text default 'authenticated',
    email text,
    encrypted_password text,
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_token text default '',
    confirmation_sent_at timestamptz,
    recovery_token text default '',
    recovery_sent_at timestamptz,
    email_change_token_new text default '',
    email_change_token_current text default '',
    email_change text default '',
    email_change_sent_at timestamptz,
    email_change_confirm_status smallint default 0 check (email_change_confirm_status between 0 and 2),
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    phone text unique,
    phone_confirmed_at timestamptz,
    phone_change text default '',
    phone_change_token text default '',
    phone_change_sent_at timestamptz,
    confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
    banned_until timestamptz,
    reauthentication_token text default '',
    reauthentication_sent_at timestamptz,
    is_sso_user boolean not null default false,
    deleted_at timestamptz,
    is_anonymous boolean not null default false
);

create unique index users_email_partial_key on ${schema}.users (email) where not is_sso_user;

-- Policies are written with auth.uid() and auth.jwt(): no role of a token reads the table itself.
alter table ${schema}.users enable row level security;

comment on table ${schema}.users is 'Belfry: accounts of the development sign-in';
