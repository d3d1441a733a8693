-- Answers that their owner may go on from or fetch again, with what each was asked beside the answers before it.
create table response (
    id         text primary key,
    tenant     text not null references tenant,
    account    uuid not null references account on delete cascade,
    previous   text,
    input      json not null,
    body       json not null,
    created_at timestamptz not null default now()
);
create index response_of_account on response (account, created_at);
