-- Secrets that apps use and never see, sealed with a key that is not in the database. Bound to the host that the app named
-- when an administrator stored it: a later version that names another does not get it.
create table app_secret (
    tenant     text not null references tenant,
    app        text not null,
    name       text not null,
    host       text not null,
    sealed     bytea not null,
    updated_by text not null,
    updated_at timestamptz not null default now(),
    primary key (tenant, app, name)
);
