-- Addresses under which a calendar program reads a clinic's appointments. Whoever has the address is let in, so it is kept
-- as an agent's token is: a hash to compare, and ciphertext to show it again.
create table calendar_feeds (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references clinics on delete cascade,
  -- null: the whole clinic
  practitioner_id uuid,
  -- whether it says who comes
  details boolean not null default false,
  token_hash bytea not null,
  token_ciphertext bytea not null,
  created_at timestamptz not null default now(),
  -- no key, as with messages
  created_by uuid,
  foreign key (clinic_id, practitioner_id) references practitioners (clinic_id, id) on delete cascade,
  constraint one_feed_per_token unique (token_hash)
);
create index calendar_feeds_of_clinic on calendar_feeds (clinic_id, created_at);

alter table calendar_feeds enable row level security;
create policy owners_see_their_calendar_feeds on calendar_feeds for select
  using (exists (select 1 from clinics c where c.id = clinic_id and c.owner_id = claimed_user_id()));

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'anon') then
    revoke all on calendar_feeds from anon;
  end if;
  if exists (select 1 from pg_roles where rolname = 'authenticated') then
    revoke truncate, references, trigger on calendar_feeds from authenticated;
  end if;
end $$;
