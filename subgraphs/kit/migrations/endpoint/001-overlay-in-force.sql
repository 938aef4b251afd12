-- What every endpoint remembers, the index too: the holder's own rules that were last in force. No row: never any.

create table overlay_in_force (
  single  boolean primary key default true check (single),
  version bigint not null check (version > 0),
  digest  text not null,
  since   timestamptz not null default now()
);
