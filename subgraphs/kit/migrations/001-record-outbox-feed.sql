-- What every holder on the kit keeps. A source adds its own look-up columns and indexes in its own migrations.

create table record (
  record_id  text collate "C" primary key,
  version    bigint not null check (version > 0),
  updated_at timestamptz not null,
  removed    boolean not null default false,
  facts      jsonb not null
);

-- Written in the transaction of the change; emptied by the sequencer after commit.
create table outbox (
  id        bigint generated always as identity primary key,
  record_id text not null,
  version   bigint not null,
  -- null: the record leaves the index
  entry     jsonb,
  at        timestamptz not null
);

-- What readers follow: a position is given after commit, so a reader that goes by positions can miss nothing.
create table feed (
  position  bigint primary key,
  record_id text not null,
  version   bigint not null,
  entry     jsonb,
  at        timestamptz not null
);

create table feed_head (
  single boolean primary key default true check (single),
  head bigint not null
);
insert into feed_head (head) values (0);

-- Whoever writes, by whatever program, wakes the sequencer.
create function outbox_written() returns trigger language plpgsql as $$
begin
  notify outbox;
  return null;
end
$$;
create trigger outbox_written after insert on outbox for each statement execute function outbox_written();
