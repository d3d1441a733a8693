-- What a user asked of an app's tool in a conversation, and what the tool was called with: the app's memory there.
create table app_memory (
    id           bigint generated always as identity primary key,
    conversation uuid not null references conversation on delete cascade,
    account      uuid not null references account on delete cascade,
    digest       text not null,
    tool         text not null,
    words        text not null,
    arguments    jsonb not null,
    created_at   timestamptz not null default now()
);

create index app_memory_of_tool on app_memory (conversation, account, digest, tool, id);
