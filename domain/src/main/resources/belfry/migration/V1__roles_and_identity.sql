-- Roles and identity helpers that policies are written against. All of it may exist already (a Supabase database brings its
-- own): what is there is left as it is.

do $$
declare
    wanted text;
    -- Before PostgreSQL 16 every member may take the role on.
    may_take_on text := case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end;
begin
    foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin noinherit', wanted);
        end if;
        if not pg_has_role(current_user, wanted, may_take_on) then
            execute format('grant %I to %I', wanted, current_user);
        end if;
    end loop;
end $$;

create schema if not exists auth;

do $$
begin
    if to_regprocedure('auth.jwt()') is null then
        create function auth.jwt() returns jsonb language sql stable as $body$
            select nullif(current_setting('request.jwt.claims', true), '')::jsonb
        $body$;
    end if;
    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid language sql stable as $body$
            select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
        $body$;
    end if;
    if to_regprocedure('auth.role()') is null then
        create function auth.role() returns text language sql stable as $body$
            select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
        $body$;
    end if;
    if to_regprocedure('auth.email()') is null then
        create function auth.email() returns text language sql stable as $body$
            select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
        $body$;
    end if;
    -- Someone else's schema may be granted already, and may not be ours to grant.
    if has_schema_privilege(current_user, 'auth', 'usage with grant option') then
        grant usage on schema auth to anon, authenticated, service_role;
    end if;
end $$;
