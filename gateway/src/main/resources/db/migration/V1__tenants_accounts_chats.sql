-- Every row belongs to a tenant; one tenant, "default", exists from the start.
create table tenant (
    id         text primary key,
    created_at timestamptz not null default now()
);
insert into tenant (id) values ('default');

create table account (
    id            uuid primary key,
    tenant        text not null references tenant,
    name          text not null,
    password_hash text not null,
    roles         text[] not null,
    created_at    timestamptz not null default now(),
    unique (tenant, name)
);

create table web_session (
    token_hash bytea primary key,
    account    uuid not null references account on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);

create table api_token (
    id           uuid primary key,
    account      uuid not null references account on delete cascade,
    name         text not null,
    token_hash   bytea not null unique,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz
);

create table conversation (
    id         uuid primary key,
    tenant     text not null references tenant,
    account    uuid not null references account on delete cascade,
    title      text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index conversation_of_account on conversation (account, updated_at desc);

create table message (
    id           uuid primary key,
    conversation uuid not null references conversation on delete cascade,
    position     int not null,
    role         text not null check (role in ('user', 'assistant')),
    text         text not null,
    status       text not null check (status in ('streaming', 'complete', 'stopped', 'failed')),
    marked       boolean not null default false,
    error        jsonb,
    citations    jsonb,
    app          jsonb,
    created_at   timestamptz not null default now(),
    unique (conversation, position)
);

create table document (
    id         uuid primary key,
    tenant     text not null references tenant,
    account    uuid not null references account on delete cascade,
    name       text not null,
    media_type text not null,
    bytes      bigint not null,
    pages      int not null,
    passages   int not null,
    created_at timestamptz not null default now()
);
create index document_of_account on document (account, created_at desc);

create table app_grant (
    id           uuid primary key,
    tenant       text not null references tenant,
    account      uuid not null references account on delete cascade,
    app          text not null,
    app_digest   text not null,
    tool         text not null,
    scope        text not null check (scope in ('chat', 'always')),
    conversation uuid references conversation on delete cascade,
    created_at   timestamptz not null default now(),
    check ((scope = 'chat') = (conversation is not null))
);
create index app_grant_of_account on app_grant (account, app);

create table app_data (
    account    uuid not null references account on delete cascade,
    app        text not null,
    name       text not null,
    content    text not null,
    updated_at timestamptz not null default now(),
    primary key (account, app, name)
);

-- Append only: each entry's hash covers the one before it, and the gateway's key signs it.
create table ledger_entry (
    seq           bigint primary key,
    at            timestamptz not null,
    tenant        text not null references tenant,
    actor         text not null,
    action        text not null,
    detail        text not null,
    previous_hash bytea not null,
    hash          bytea not null,
    signature     bytea not null
);
create rule ledger_entry_no_update as on update to ledger_entry do instead nothing;
create rule ledger_entry_no_delete as on delete to ledger_entry do instead nothing;
