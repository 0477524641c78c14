-- The front desk: accounts, clinics, agents and the calendar they share.
-- Runs unchanged on PostgreSQL 15 and later, Supabase included. The server passes its own clock into every statement;
-- `now()` appears only as a default for rows that somebody else's SQL writes.

create extension if not exists btree_gist;

-- Functions that run with their owner's rights keep this path ("from current"): temporary objects, which anybody may
-- make, come last, so that nobody can slip a table of their own under one of our names.
select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

-- ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  name text,
  password_hash text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index one_account_per_email on users (lower(email));

-- A refresh cookie is one row; deleting the row ends every access token that came from it.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_of_user on sessions (user_id);

create table signing_keys (
  id uuid primary key,
  ciphertext bytea not null,
  created_at timestamptz not null
);

-- Who failed to log in, as a hash of the e-mail or the address: it holds across instances and names nobody.
create table login_failures (
  subject bytea not null,
  failed_at timestamptz not null
);
create index login_failures_of_subject on login_failures (subject, failed_at);

-- ── clinics ──────────────────────────────────────────────────────────────────────────────────────────────────────

create table clinics (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references users on delete cascade,
  name text not null,
  timezone text not null,
  opening_hours jsonb not null,
  slot_minutes integer not null default 30 check (slot_minutes between 5 and 480),
  buffer_minutes integer not null default 0 check (buffer_minutes between 0 and 240),
  minimum_notice_minutes integer not null default 0 check (minimum_notice_minutes between 0 and 43200),
  horizon_days integer not null default 365 check (horizon_days between 0 and 3650),
  locale text not null default 'en',
  region text,
  address text,
  phone text,
  notes text,
  -- the number of the last event that is no longer kept
  forgotten_events bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index clinics_of_owner on clinics (owner_id, created_at);

create table subscriptions (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null unique references clinics on delete cascade,
  plan text not null,
  status text not null default 'active',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table staff (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'manager', 'receptionist')),
  created_at timestamptz not null default now(),
  constraint one_role_per_clinic unique (clinic_id, user_id)
);
create index staff_of_user on staff (user_id, created_at);

create table practitioners (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  name text not null,
  -- null: the clinic's hours
  opening_hours jsonb,
  active boolean not null default true,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (clinic_id, id)
);
create index practitioners_of_clinic on practitioners (clinic_id, position, id);

create table services (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  name text not null,
  duration_minutes integer not null check (duration_minutes between 5 and 480),
  price_cents integer check (price_cents >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (clinic_id, id)
);

-- Who offers a service; a service with no row here is offered by everybody.
create table service_practitioners (
  clinic_id uuid not null,
  service_id uuid not null,
  practitioner_id uuid not null,
  primary key (clinic_id, service_id, practitioner_id),
  foreign key (clinic_id, service_id) references services (clinic_id, id) on delete cascade,
  foreign key (clinic_id, practitioner_id) references practitioners (clinic_id, id) on delete cascade
);
create index services_of_practitioner on service_practitioners (clinic_id, practitioner_id);

-- These hours replace that date's; none means closed. Without a practitioner it binds the whole clinic.
create table closures (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  practitioner_id uuid,
  date date not null,
  hours jsonb not null default '[]',
  foreign key (clinic_id, practitioner_id) references practitioners (clinic_id, id) on delete cascade,
  constraint one_closure_per_date unique nulls not distinct (clinic_id, practitioner_id, date)
);

-- All that availability needs to know of a clinic but its busy times, in one row.
create view rosters with (security_invoker = true) as
select
  c.id as clinic_id, c.owner_id, c.name, c.timezone, c.opening_hours, c.slot_minutes, c.buffer_minutes,
  c.minimum_notice_minutes, c.horizon_days, c.locale, c.region,
  coalesce((
    select jsonb_agg(jsonb_build_object('date', o.date, 'hours', o.hours) order by o.date)
    from closures o where o.clinic_id = c.id and o.practitioner_id is null
  ), '[]') as closures,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', p.id, 'name', p.name, 'opening_hours', p.opening_hours, 'closures', coalesce((
        select jsonb_agg(jsonb_build_object('date', o.date, 'hours', o.hours) order by o.date)
        from closures o where o.clinic_id = c.id and o.practitioner_id = p.id
      ), '[]')
    ) order by p.position, p.id)
    from practitioners p where p.clinic_id = c.id and p.active
  ), '[]') as practitioners,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', s.id, 'name', s.name, 'duration_minutes', s.duration_minutes, 'practitioner_ids', coalesce((
        select jsonb_agg(x.practitioner_id) from service_practitioners x
        where x.clinic_id = c.id and x.service_id = s.id
      ), '[]')
    ) order by s.name, s.id)
    from services s where s.clinic_id = c.id and s.active
  ), '[]') as services
from clinics c;

-- The same as one ready value: every request of an agent reads it, and the view took 187 µs where this takes 53.
-- Kept by triggers, whoever writes.
create table clinic_rosters (
  clinic_id uuid primary key references clinics on delete cascade,
  roster json not null
);

create function refresh_roster(which uuid) returns void
language plpgsql security definer set search_path from current as $$
begin
  -- One at a time in a clinic, and in a statement of its own: the next one then sees what the one before has committed.
  perform 1 from clinics where id = which for update;
  insert into clinic_rosters (clinic_id, roster)
    select r.clinic_id, to_json(r) from rosters r where r.clinic_id = which
    on conflict (clinic_id) do update set roster = excluded.roster;
end $$;

-- Once a statement and clinic, not once a row: a list of closures may have hundreds. `changed` is the trigger's
-- transition table.
create function refresh_rosters() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  which uuid;
begin
  for which in select distinct clinic_id from changed order by clinic_id loop
    perform refresh_roster(which);
  end loop;
  return null;
end $$;

create function refresh_own_rosters() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  which uuid;
begin
  for which in select id from changed order by id loop
    perform refresh_roster(which);
  end loop;
  return null;
end $$;

create trigger refresh_on_insert after insert on clinics referencing new table as changed
  for each statement execute function refresh_own_rosters();
create trigger refresh_on_update after update on clinics referencing new table as changed
  for each statement execute function refresh_own_rosters();

do $$
declare
  kept text;
begin
  foreach kept in array array['practitioners', 'services', 'service_practitioners', 'closures'] loop
    execute format('create trigger refresh_on_insert after insert on %I referencing new table as changed
      for each statement execute function refresh_rosters()', kept);
    execute format('create trigger refresh_on_update after update on %I referencing new table as changed
      for each statement execute function refresh_rosters()', kept);
    execute format('create trigger refresh_on_delete after delete on %I referencing old table as changed
      for each statement execute function refresh_rosters()', kept);
  end loop;
end $$;

-- ── agents ───────────────────────────────────────────────────────────────────────────────────────────────────────

create table agents (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  -- the public id, such as agent_clinic_receptionist
  agent_id text not null,
  name text not null,
  language text not null default 'en',
  paused boolean not null default false,
  require_confirmation boolean not null default false,
  verification text not null default 'standard' check (verification in ('standard', 'strict')),
  today_tool boolean not null default false,
  token_hash bytea not null,
  token_ciphertext bytea not null,
  token_preview text not null,
  token_created_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (clinic_id, id),
  constraint one_agent_per_public_id unique (agent_id),
  constraint one_agent_per_token unique (token_hash)
);
create index agents_of_clinic on agents (clinic_id, created_at);

-- What an agent has offered in a conversation. Unlogged: it costs no flush, and after a crash the list begins anew.
create unlogged table conversation_offers (
  agent_id uuid not null,
  conversation_id text not null,
  slot_ids text[] not null,
  updated_at timestamptz not null,
  primary key (agent_id, conversation_id)
);
create index conversation_offers_by_age on conversation_offers (updated_at);

-- In place of a foreign key, whose check would lock the agent's row and so cost the flush that is saved above.
create function forget_offers() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  delete from conversation_offers where agent_id = old.id;
  return null;
end $$;

create trigger forget_offers after delete on agents for each row execute function forget_offers();

-- ── the calendar ─────────────────────────────────────────────────────────────────────────────────────────────────

create table appointments (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  practitioner_id uuid not null,
  service_id uuid,
  -- the clinic's owner
  user_id uuid not null references users on delete cascade,
  -- the agent that booked it; null when a person did
  agent_id uuid references agents on delete set null,
  title text,
  start_time timestamptz not null,
  end_time timestamptz not null,
  -- free time kept after it, as the clinic had it when this was booked
  buffer_minutes integer not null check (buffer_minutes between 0 and 240),
  -- through UTC, because timestamptz + interval alone is not immutable (a day is not always 24 hours)
  during tstzrange not null generated always as (
    tstzrange(start_time, (end_time at time zone 'UTC' + make_interval(mins => buffer_minutes)) at time zone 'UTC', '[)')
  ) stored,
  status text not null default 'scheduled'
    check (status in ('held', 'scheduled', 'confirmed', 'cancelled', 'completed', 'no_show')),
  hold_expires_at timestamptz,
  attendee_name text,
  attendee_phone text,
  attendee_email text,
  notes text,
  confirmation_code text,
  conversation_id text,
  -- what makes a repeated request the same request, hashed (see appointments/repeats.ts)
  repeat_key bytea,
  caller_mark bytea,
  idempotency_key bytea,
  idempotency_body bytea,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- no cascade: a practitioner who has ever had an appointment is made inactive, not deleted
  foreign key (clinic_id, practitioner_id) references practitioners (clinic_id, id),
  foreign key (clinic_id, service_id) references services (clinic_id, id) on delete set null (service_id),
  constraint appointments_end_after_they_start check (end_time > start_time),
  -- Lets the busy query look back one day and no further. In hours: a day has 23 or 25 in a session whose zone changes
  -- its clocks.
  constraint appointments_last_a_day_at_most check (end_time <= start_time + interval '24 hours'),
  constraint holds_lapse check (status <> 'held' or hold_expires_at is not null),
  constraint appointments_do_not_overlap exclude using gist (
    clinic_id with =, practitioner_id with =, during with &&
  ) where (status in ('held', 'scheduled', 'confirmed'))
);
create index appointments_held on appointments (hold_expires_at) where status = 'held';
create index appointments_of_clinic_by_time on appointments (clinic_id, start_time);
create index appointments_of_clinic_by_phone on appointments (clinic_id, attendee_phone) where attendee_phone is not null;
create index appointments_of_clinic_by_code on appointments (clinic_id, confirmation_code) where confirmation_code is not null;
create index appointments_of_conversation on appointments (agent_id, conversation_id) where conversation_id is not null;
create unique index appointments_answer_a_repeat_once on appointments (clinic_id, repeat_key)
  where repeat_key is not null and status in ('held', 'scheduled', 'confirmed');
create index appointments_of_caller on appointments (clinic_id, caller_mark)
  where caller_mark is not null and status in ('held', 'scheduled', 'confirmed');
create unique index appointments_answer_a_key_once on appointments (clinic_id, idempotency_key)
  where idempotency_key is not null and status in ('held', 'scheduled', 'confirmed');
create index appointments_by_idempotency_key on appointments (clinic_id, idempotency_key, created_at)
  where idempotency_key is not null;

-- ── what happened ────────────────────────────────────────────────────────────────────────────────────────────────

create table events (
  number bigint generated always as identity primary key,
  clinic_id uuid not null references clinics on delete cascade,
  entity text not null,
  entity_id uuid not null,
  change text not null check (change in ('created', 'changed', 'deleted')),
  at timestamptz not null
);
create index events_of_clinic on events (clinic_id, number);
create index events_by_age on events (at);

create table audit (
  id uuid primary key,
  clinic_id uuid not null references clinics on delete cascade,
  at timestamptz not null,
  action text not null,
  outcome text not null,
  user_id uuid,
  agent_id uuid,
  subject_id text,
  conversation_id text
);
create index audit_of_clinic on audit (clinic_id, at);

-- ── rules that hold for every writer ─────────────────────────────────────────────────────────────────────────────

-- Completes a row that names only id, user_id, title, start_time, end_time, status, the attendee's columns, metadata
-- and created_at; a column named with null counts as not named. Security definer: whoever may insert need not be able to read the clinic's other tables.
create function complete_appointment() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  wanted tstzrange;
begin
  new.status := coalesce(new.status, 'scheduled');
  new.metadata := coalesce(new.metadata, '{}');
  new.created_at := coalesce(new.created_at, now());
  if new.clinic_id is null then
    select id into new.clinic_id from clinics where owner_id = new.user_id order by created_at, id limit 1;
    if new.clinic_id is null then
      raise exception 'user % owns no clinic', new.user_id using errcode = 'foreign_key_violation';
    end if;
  end if;
  if new.user_id is null then
    select owner_id into new.user_id from clinics where id = new.clinic_id;
  end if;
  if new.buffer_minutes is null then
    select buffer_minutes into new.buffer_minutes from clinics where id = new.clinic_id;
  end if;
  if new.status in ('held', 'scheduled', 'confirmed') and new.end_time > new.start_time then
    wanted := tstzrange(new.start_time, new.end_time + make_interval(mins => new.buffer_minutes), '[)');
    -- a lapsed hold keeps nobody out, whoever writes
    delete from appointments
      where clinic_id = new.clinic_id and status = 'held' and hold_expires_at <= now() and during && wanted;
  end if;
  if new.practitioner_id is null then
    -- One at a time in a clinic: else two writers at once see the same practitioner free, and one is refused though
    -- another practitioner is.
    perform pg_advisory_xact_lock(hashtextextended(new.clinic_id::text, 0));
    select p.id into new.practitioner_id
      from practitioners p
      where p.clinic_id = new.clinic_id
      order by not p.active,
        exists (
          select 1 from appointments a
          where a.clinic_id = p.clinic_id and a.practitioner_id = p.id and a.during && wanted
            and a.status in ('held', 'scheduled', 'confirmed')
        ),
        p.position, p.id
      limit 1;
    if new.practitioner_id is null then
      raise exception 'clinic % has no practitioner', new.clinic_id using errcode = 'foreign_key_violation';
    end if;
  end if;
  return new;
end $$;

-- The server names every column itself, so its own inserts never pay for this call.
create trigger complete_appointment before insert on appointments for each row
  when (new.clinic_id is null or new.user_id is null or new.practitioner_id is null or new.buffer_minutes is null)
  execute function complete_appointment();

create function emit_event() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  subject record;
  said text;
  happened timestamptz;
  event_number bigint;
begin
  if tg_op = 'DELETE' then
    subject := old; said := 'deleted'; happened := now();
    -- the clinic itself is going, and its events with it
    if not exists (select 1 from clinics where id = old.clinic_id) then
      return null;
    end if;
  elsif tg_op = 'INSERT' then
    subject := new; said := 'created'; happened := new.updated_at;
  else
    subject := new; said := 'changed'; happened := new.updated_at;
  end if;
  insert into events (clinic_id, entity, entity_id, change, at)
    values (subject.clinic_id, tg_argv[0], subject.id, said, happened)
    returning number into event_number;
  perform pg_notify('vami_events', subject.clinic_id || ' ' || event_number);
  return null;
end $$;

create trigger emit_event after insert or update or delete on appointments
  for each row execute function emit_event('appointment');
create trigger emit_event after insert or update or delete on agents
  for each row execute function emit_event('agent');

revoke all on function
  complete_appointment(), emit_event(), forget_offers(), refresh_roster(uuid), refresh_rosters(), refresh_own_rosters()
  from public;

-- ── row-level security ───────────────────────────────────────────────────────────────────────────────────────────
-- The server owns the tables and is not bound by this. Everybody else (on Supabase: anon and authenticated, to whom
-- every new table in public is granted) sees nothing but what a policy allows, and policies know owners only.

-- The same claim that Supabase's auth.uid() reads, without needing its schema.
create function claimed_user_id() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

alter table users enable row level security;
alter table sessions enable row level security;
alter table signing_keys enable row level security;
alter table login_failures enable row level security;
alter table clinics enable row level security;
alter table subscriptions enable row level security;
alter table staff enable row level security;
alter table practitioners enable row level security;
alter table services enable row level security;
alter table service_practitioners enable row level security;
alter table closures enable row level security;
alter table clinic_rosters enable row level security;
alter table agents enable row level security;
alter table conversation_offers enable row level security;
alter table appointments enable row level security;
alter table events enable row level security;
alter table audit enable row level security;
alter table vami_migrations enable row level security;

create policy owners_see_their_clinics on clinics for select using (owner_id = claimed_user_id());
create policy owners_see_their_subscriptions on subscriptions for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_staff on staff for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_practitioners on practitioners for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_services on services for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_who_offers_a_service on service_practitioners for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_closures on closures for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_roster on clinic_rosters for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_agents on agents for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_keep_their_appointments on appointments
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()))
  with check (
    user_id = claimed_user_id()
    and exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id())
  );
create policy owners_see_their_events on events for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));
create policy owners_see_their_audit on audit for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));

-- Nothing of ours is for the anonymous role, so where it exists it keeps no grant either; and to empty a whole table,
-- which no policy can forbid, is for nobody but us.
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'anon') then
    execute format('revoke all on all tables in schema %I from anon', current_schema());
    execute format('revoke all on all sequences in schema %I from anon', current_schema());
  end if;
  if exists (select 1 from pg_roles where rolname = 'authenticated') then
    execute format('revoke truncate, references, trigger on all tables in schema %I from authenticated', current_schema());
    execute format('revoke all on all sequences in schema %I from authenticated', current_schema());
  end if;
end $$;
