-- Which callers see which rows, by conditions that are given: policies on rows as they stand in a change. Each caller is asked for
-- under the own role and claims, and one for whom a condition raises an error spoils it for nobody else.
--
-- Question n is about the condition conditions[which[n]] and the row rows[which_row[n]], of the relation's type. The answers are 't',
-- 'f', 'SQLSTATE …', or 'slow' for the question during which the statement's time was up: it is the last one then.

create function belfry.visible(
    relation text, alias text, conditions text[], rows jsonb[],
    which integer[], which_row integer[], roles text[], claims text[], subjects text[])
returns text[] language plpgsql volatile as $$
declare
    answers text[] := '{}';
    visible boolean;
begin
    for n in 1 .. cardinality(which) loop
        begin
            perform set_config('request.jwt.claims', claims[n], true),
                    set_config('request.jwt.claim.sub', subjects[n], true),
                    set_config('request.jwt.claim.role', roles[n], true),
                    set_config('role', roles[n], true);
            execute 'select (' || conditions[which[n]] || ') from jsonb_populate_record(null::' || relation || ', $1) as ' || alias
                into visible using rows[which_row[n]];
            perform set_config('role', 'none', true);
            answers := answers || case when visible then 't' else 'f' end;
        exception
            when query_canceled then
                return answers || 'slow'::text;
            when others then
                answers := answers || ('SQLSTATE ' || sqlstate);
        end;
    end loop;
    return answers;
end $$;

revoke execute on function belfry.visible from public;
