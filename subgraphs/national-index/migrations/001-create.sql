-- The national index: what holders let the network know of their records, and nothing of what is held against anybody.
-- `open` and `existence` are the audience of an entry; every table that can answer a question carries its own copy of them, so that no
-- predicate has to look elsewhere to know for whom a row exists.

create extension if not exists pg_trgm;

-- The identifiers of subjects follow from a secret. A base that was filled under another one would answer nonsense.
create table identity_secret (
  one_row     boolean primary key default true check (one_row),
  fingerprint text not null
);

create table entry (
  id           uuid primary key,
  source       text collate "C" not null,
  holder       text collate "C" not null,
  record_id    text collate "C" not null,
  version      bigint not null check (version > 0),
  -- null: a tombstone, which keeps the version so that an older event cannot raise the dead
  kind         text,
  -- of a tombstone: the subject that the record last belonged to
  subject_id   uuid,
  as_of        timestamptz,
  keyed        boolean not null default false,
  open         text[] not null default '{}',
  existence    text[] not null default '{}',
  contact_unit jsonb,
  basics       jsonb,
  unique (source, holder, record_id)
);
create index entry_subject on entry (subject_id);

create table identifier (
  kind       text collate "C" not null,
  value      text collate "C" not null,
  -- plates: the country; RG: the state; registrations of weapons: the system
  place      text collate "C",
  entry_id   uuid not null,
  entry_kind text not null,
  subject_id uuid not null,
  open       text[] not null,
  existence  text[] not null
) partition by hash (kind, value);
create table identifier_0 partition of identifier for values with (modulus 8, remainder 0);
create table identifier_1 partition of identifier for values with (modulus 8, remainder 1);
create table identifier_2 partition of identifier for values with (modulus 8, remainder 2);
create table identifier_3 partition of identifier for values with (modulus 8, remainder 3);
create table identifier_4 partition of identifier for values with (modulus 8, remainder 4);
create table identifier_5 partition of identifier for values with (modulus 8, remainder 5);
create table identifier_6 partition of identifier for values with (modulus 8, remainder 6);
create table identifier_7 partition of identifier for values with (modulus 8, remainder 7);
create index identifier_value on identifier (kind, value);
create index identifier_entry on identifier (entry_id);

-- From the subject of an entry to a person or a company.
create table edge (
  entry_id   uuid not null,
  entry_kind text not null,
  subject_id uuid not null,
  role       text not null,
  party_kind text not null,
  party_id   uuid not null,
  kind       text collate "C" not null,
  value      text collate "C" not null,
  since      date,
  open       text[] not null,
  existence  text[] not null
);
create index edge_party on edge (party_id, entry_kind, subject_id);
create index edge_subject on edge (subject_id);
create index edge_entry on edge (entry_id);

-- One row a declared name, of people on record and of people who are wanted.
create table name (
  entry_id   uuid not null,
  entry_kind text not null,
  subject_id uuid not null,
  role       text not null,
  key        text collate "C" not null,
  mother_key text collate "C",
  birth_date date,
  sex        text,
  -- what the words of both names sound like
  sounds     text[] not null,
  open       text[] not null,
  existence  text[] not null
);
create index name_sounds on name using gin (sounds) where entry_kind = 'individual';
create index name_wanted on name using gin (sounds) where entry_kind = 'warrant';
create index name_trigrams on name using gin (key gin_trgm_ops) where entry_kind = 'individual';
create index name_birth on name (birth_date, entry_kind);
create index name_entry on name (entry_id);

-- What a pattern can ask of a vehicle. `marks` are the characters of its plates with their places, counted from either end: '1A', '-1Z'.
create table vehicle_trait (
  entry_id      uuid not null,
  subject_id    uuid not null,
  plates        text[] not null,
  marks         text[] not null,
  chassis_back  text collate "C",
  make_key      text,
  model_key     text,
  colour_key    text,
  year          int,
  state         text,
  open          text[] not null,
  existence     text[] not null
);
create index vehicle_trait_marks on vehicle_trait using gin (marks);
create index vehicle_trait_chassis on vehicle_trait (chassis_back) where chassis_back is not null;
create index vehicle_trait_entry on vehicle_trait (entry_id);
create index vehicle_trait_subject on vehicle_trait (subject_id);

-- Where entries were before: an identifier of a subject that somebody noted down leads on to where its entry went.
create table former_subject (
  subject_id uuid not null,
  entry_id   uuid not null,
  primary key (subject_id, entry_id)
);

create table feed_cursor (
  source       text collate "C" not null,
  holder       text collate "C" not null,
  position     bigint not null,
  as_of        timestamptz,
  caught_up_at timestamptz,
  primary key (source, holder)
);

-- What a holder sent and the index could not take: the record whose newest version is missing here, and why; never the content.
create table refused_event (
  source    text collate "C" not null,
  holder    text collate "C" not null,
  record_id text collate "C" not null,
  version   bigint not null,
  position  bigint not null,
  code      text not null,
  place     text not null,
  at        timestamptz not null,
  primary key (source, holder, record_id)
);
