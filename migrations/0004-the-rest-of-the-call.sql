-- What a call needs beyond a booking: moves that can be repeated, verification that cannot be guessed, messages.

-- Where an agent moved an appointment from and to, and a hash of the request that did: a repeat of it moves nothing.
alter table appointments
  add column moved_from timestamptz,
  add column moved_to timestamptz,
  add column move_mark bytea;

-- Which of a caller's claims were true when an agent acted for them: "caller_id+name".
alter table audit add column assurance text;

-- What a caller in an emergency is told; null: the sentence of the agent's language.
alter table clinics add column emergency text;

-- Who could not be verified: a keyed hash of the conversation, the number or the agent. It holds across instances and
-- names nobody.
create table verification_failures (
  subject bytea not null,
  failed_at timestamptz not null
);
create index verification_failures_of_subject on verification_failures (subject, failed_at);

create table messages (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  -- the agent that took it
  agent_id uuid references agents on delete set null,
  customer_name text not null,
  customer_phone text,
  message text not null,
  urgency text not null default 'normal' check (urgency in ('low', 'normal', 'urgent')),
  conversation_id text,
  -- what makes a repeated request the same request, hashed
  repeat_key bytea,
  done_at timestamptz,
  -- no key: to take it back when its user goes would be one more change of a clinic that may be going too
  done_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index messages_of_clinic on messages (clinic_id, created_at, id);
create index messages_still_open on messages (clinic_id, created_at, id) where done_at is null;
create unique index messages_answer_a_repeat_once on messages (clinic_id, repeat_key) where repeat_key is not null;

create trigger emit_event after insert or update or delete on messages
  for each row execute function emit_event('message');

alter table verification_failures enable row level security;
alter table messages enable row level security;

create policy owners_see_their_messages on messages for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'anon') then
    execute 'revoke all on verification_failures, messages from anon';
  end if;
  if exists (select 1 from pg_roles where rolname = 'authenticated') then
    execute 'revoke truncate, references, trigger on verification_failures, messages from authenticated';
  end if;
end $$;
