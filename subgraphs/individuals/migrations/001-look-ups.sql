alter table record add column cpf text collate "C" generated always as (facts ->> 'cpf') stored;
create index record_cpf on record (cpf) where cpf is not null;
