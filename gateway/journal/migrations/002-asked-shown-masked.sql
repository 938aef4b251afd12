-- From here on `fields` holds what was shown with a value, where before it held what the gateway had let pass.

-- coordinates asked for and not refused by the gateway; a holder may have refused them since
alter table access add column asked text[] not null default '{}';
-- coordinates shown in part, or to null whether there is a value or not, with the rule: {field, rule, by}
alter table access add column masked jsonb not null default '[]';
