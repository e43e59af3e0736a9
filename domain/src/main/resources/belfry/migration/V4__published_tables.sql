-- Tables that Belfry has added to its publication: one that an operator takes out again stays out.

create table belfry.published_tables (
    name text primary key
);
