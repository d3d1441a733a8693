-- Keys that mark the answers of an app: one epoch after the other, by scheme and tokenizer. The secret is derived, never stored.
create table mark_key (
    tenant      text not null references tenant,
    app         text not null,
    scheme      text not null,
    tokenizer   text not null,
    epoch       bigint not null,
    key_id      text not null,
    state       text not null check (state in ('active', 'retired', 'refused')),
    certificate text,
    created_by  text not null,
    created_at  timestamptz not null,
    primary key (tenant, app, scheme, tokenizer, epoch)
);
create unique index mark_key_active on mark_key (tenant, app, scheme, tokenizer) where state = 'active';

-- How an app's answers are marked, where it is not by the default; no scheme: not at all.
create table mark_policy (
    tenant     text not null references tenant,
    app        text not null,
    scheme     text,
    updated_by text not null,
    updated_at timestamptz not null,
    primary key (tenant, app)
);

-- Signed reports on texts; never the texts.
create table mark_report (
    id           uuid primary key,
    tenant       text not null references tenant,
    created_by   text not null,
    created_at   timestamptz not null,
    title        text not null,
    verdict      text not null,
    report       text not null,
    pdf          bytea not null,
    pdf_envelope text not null
);
create index mark_report_newest on mark_report (tenant, created_at desc);
