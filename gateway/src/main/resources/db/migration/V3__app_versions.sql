-- What was registered: a row for each version of an app, known by the digest of its files.
create table app_version (
    tenant        text not null references tenant,
    app           text not null,
    digest        text not null,
    version       text not null,
    title         text not null,
    signer        text,
    tools         text not null,
    findings      text not null,
    test_run      text not null,
    state         text not null check (state in ('proposed', 'approved', 'stopped')),
    active        boolean not null default false,
    changed_tools text,
    registered_by text not null,
    registered_at timestamptz not null default now(),
    decided_by    text,
    decided_at    timestamptz,
    primary key (tenant, app, digest),
    unique (tenant, app, version),
    check (not active or state = 'approved')
);
create unique index app_version_active on app_version (tenant, app) where active;
comment on column app_version.tools is 'JSON: the tools as the server listed them in its test run; what it is pinned to';
comment on column app_version.changed_tools is 'JSON: what a stopped version listed instead';
