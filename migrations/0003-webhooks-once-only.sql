-- What the bridge's webhooks have done, so that asking twice books and mails once, whichever instance is asked. Only
-- hashes, codes, times and Cal.com's own ids are kept: nobody can be read out of it.

create table webhook_attempts (
  attempt uuid primary key,
  -- SHA-256 of the caller's Idempotency-Key, and of what came with it
  key_mark bytea,
  key_body bytea,
  -- SHA-256 of what makes two requests the same wish
  content_mark bytea,
  state text not null check (state in ('working', 'done', 'failed', 'unclear')),
  -- when it began; once it has ended, when it did; of an unclear one, since when it is
  at timestamptz not null,
  -- whoever works on it is believed to be there until then
  lease_until timestamptz not null,
  key_until timestamptz not null,
  content_until timestamptz not null,
  outcome jsonb
);
-- A mark that has been let go of is null, and nulls do not stand in each other's way.
create unique index one_attempt_per_key on webhook_attempts (key_mark);
create unique index one_attempt_per_content on webhook_attempts (content_mark);
create index webhook_attempts_by_age on webhook_attempts (at);

-- Who has been booked for lately, as a SHA-256 of the address: with OUTLOOK_RECIPIENTS=known only they get mail.
create table webhook_people (
  person bytea primary key,
  met_at timestamptz not null
);
create index webhook_people_by_age on webhook_people (met_at);

-- No policy: the server owns them, and nobody else has any business here.
alter table webhook_attempts enable row level security;
alter table webhook_people enable row level security;
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'anon') then
    revoke all on webhook_attempts, webhook_people from anon;
  end if;
  if exists (select 1 from pg_roles where rolname = 'authenticated') then
    revoke truncate, references, trigger on webhook_attempts, webhook_people from authenticated;
  end if;
end $$;
