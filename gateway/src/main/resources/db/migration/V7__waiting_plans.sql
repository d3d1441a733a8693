-- Plans that wait for their user's answer to a call: a stop of the gateway loses none of them.
create table waiting_plan (
    answer       uuid primary key references message on delete cascade,
    conversation uuid not null references conversation on delete cascade,
    account      uuid not null references account on delete cascade,
    state        jsonb not null,
    created_at   timestamptz not null default now()
);
