-- An organisation's rules for an app, as a policy file.
create table app_policy (
    tenant     text not null references tenant,
    app        text not null,
    policy     text not null,
    updated_by text not null,
    updated_at timestamptz not null default now(),
    primary key (tenant, app)
);

-- Rules that would have let the user decide on calls that a policy forbade: for whoever writes the policy.
create table app_policy_proposal (
    id      uuid primary key,
    tenant  text not null references tenant,
    app     text not null,
    rule    text not null,
    calls   int not null default 1,
    last_at timestamptz not null default now()
);
-- Rules may be longer than an index takes.
create unique index app_policy_proposal_rule on app_policy_proposal (tenant, app, md5(rule));
