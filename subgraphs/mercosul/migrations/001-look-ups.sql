alter table record add column plate text collate "C" generated always as (facts ->> 'plate') stored;
create index record_plate on record (plate) where plate is not null;
