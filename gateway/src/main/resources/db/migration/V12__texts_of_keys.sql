-- The collection on which a tenant's keys of marks are tried before their use, where one was chosen.
create table mark_texts (
    tenant     text primary key references tenant,
    collection uuid not null references collection on delete cascade,
    -- Whether the shipped texts are tried too.
    beside     boolean not null,
    -- Whose rights decide which documents are read.
    account    uuid not null references account on delete cascade,
    chosen_at  timestamptz not null
);
