alter table record add column number text collate "C" generated always as (facts ->> 'number') stored;
create index record_number on record (number) where number is not null;
