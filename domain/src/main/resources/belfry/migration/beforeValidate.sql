-- V1 was laid by PostgreSQL 16 and newer alone until it was written so that 15 understands it; it does the same as before there.
do $$
begin
    if to_regclass('belfry.flyway_schema_history') is not null then
        update belfry.flyway_schema_history set checksum = 1790238403 where version = '1' and checksum = 377400524;
    end if;
end $$;
