-- An answer may have used several apps.
alter table message rename column app to apps;
update message set apps = jsonb_build_array(apps) where apps is not null;

-- What may be given to a tool of what another app wrote: from_app is empty where the grant is for the tool itself.
alter table app_grant add column from_app text not null default '';
