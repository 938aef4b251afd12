alter table record add column serial text collate "C" generated always as (facts ->> 'serial') stored;
create index record_serial on record (serial) where serial is not null;
