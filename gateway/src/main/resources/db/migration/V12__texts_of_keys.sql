-- The collection on which a tenant's keys of marks are tried before their use, where one was chosen. It is no foreign key:
-- where the collection or the account is gone, whoever rotates a key is to hear of it.
create table mark_texts (
    tenant     text primary key references tenant,
    collection uuid not null,
    -- Whether the shipped texts are tried too.
    beside     boolean not null,
    -- Whose rights decide which documents are read.
    account    uuid not null,
    chosen_at  timestamptz not null
);
