-- A collection has one owner, its readers, and documents. Every account has one from the start, which its documents are in
-- where nothing else was said; index_key is what passages carry in the search index, so that those that are there stay.
create table collection (
    id         uuid primary key,
    tenant     text not null references tenant,
    owner      uuid not null references account on delete cascade,
    name       text not null,
    index_key  text not null unique,
    standard   boolean not null default false,
    created_at timestamptz not null default now()
);
create unique index collection_name_of_owner on collection (owner, lower(name));
create unique index standard_collection_of_owner on collection (owner) where standard;

create table collection_reader (
    collection uuid not null references collection on delete cascade,
    account    uuid not null references account on delete cascade,
    since      timestamptz not null default now(),
    primary key (collection, account)
);
create index collection_of_reader on collection_reader (account);

insert into collection (id, tenant, owner, name, index_key, standard)
select gen_random_uuid(), tenant, id, 'My documents', 'account:' || id, true from account;

alter table document add column collection uuid references collection on delete cascade;
update document set collection = (select c.id from collection c where c.owner = document.account);
alter table document alter column collection set not null;
create index document_of_collection on document (collection, created_at desc);

-- A restricted document is for its owner and for those of its collection's readers that are named.
alter table document add column restricted boolean not null default false;
create table document_reader (
    document uuid not null references document on delete cascade,
    account  uuid not null references account on delete cascade,
    primary key (document, account)
);

-- The names of the collections that a question was limited to.
alter table message add column collections text[] not null default '{}';

-- Answers say of each sentence whether it goes without support, and which sources disagree.
update message set citations = jsonb_set(
        citations || '{"conflicts": []}',
        '{sentences}',
        (select coalesce(
                jsonb_agg(sentence || jsonb_build_object('unsupported', coalesce(sentence -> 'passageId', 'null') = 'null') order by place), '[]')
         from jsonb_array_elements(citations -> 'sentences') with ordinality as sentences (sentence, place)))
where jsonb_typeof(citations -> 'sentences') = 'array';
