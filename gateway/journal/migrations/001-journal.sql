-- One row an access, before any data leaves. Append only: triggers refuse to change, remove or empty what stands here. The gateway's role
-- owns the tables and could take the triggers away, so this stops mistakes and injected statements, not whoever holds that role's password.

create table access (
  id             bigint generated always as identity primary key,
  at             timestamptz not null default now(),
  trace_id       text not null,
  -- null before the caller is known
  caller         text,
  body           text,
  state          text,
  unit           text,
  profile        text,
  level          smallint,
  token_id       text,
  purpose        text,
  case_number    text,
  justification  text,
  -- of the table of profiles and rights by which it was decided
  policy_version int not null,
  operation_name text,
  -- of the operation without its literal values
  operation_hash text,
  -- ANSWERED, or the code of the refusal
  outcome        text not null,
  live           boolean not null,
  -- coordinates asked for and not refused, and coordinates withheld with the rule
  fields         text[] not null,
  withheld       jsonb not null,
  -- {source, holder, status}
  endpoints      jsonb not null
);
create index access_caller on access (caller, at);
create index access_at on access (at);

create table access_subject (
  access_id bigint not null references access,
  -- ARGUMENT: what was asked for; ANSWER: whom the answer showed
  origin    text not null check (origin in ('ARGUMENT', 'ANSWER')),
  kind      text not null,
  -- ANSWER: the index's id or holder and record id
  value     text,
  -- ARGUMENT: HMAC-SHA256 of the normalised value, so that a known CPF can be searched for and none can be read
  digest    text
);
create index access_subject_value on access_subject (kind, value) where value is not null;
create index access_subject_digest on access_subject (kind, digest) where digest is not null;
create index access_subject_access on access_subject (access_id);

create function journal_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append only' using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on access
  for each statement execute function journal_is_append_only();
create trigger append_only before update or delete or truncate on access_subject
  for each statement execute function journal_is_append_only();
