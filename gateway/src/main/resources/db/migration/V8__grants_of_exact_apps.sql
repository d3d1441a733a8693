-- What another app says or asks is granted for exactly its files, as the tool itself is; and what an app may ask for by itself
-- is another thing than what a tool may be given of it.
delete from app_grant where from_app <> '';
alter table app_grant add column from_digest text not null default '';
alter table app_grant add column on_request boolean not null default false;
