-- A hold is no appointment: its events say so, and a hold that is booked is an appointment that came to be. Else every
-- open dashboard would ask for an appointment that is not there.
create or replace function emit_event() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  subject record;
  what text := tg_argv[0];
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
  if what = 'appointment' then
    if subject.status = 'held' then
      what := 'hold';
    elsif tg_op = 'UPDATE' then
      if old.status = 'held' then
        said := 'created';
      end if;
    end if;
  end if;
  insert into events (clinic_id, entity, entity_id, change, at)
    values (subject.clinic_id, what, subject.id, said, happened)
    returning number into event_number;
  perform pg_notify('vami_events', subject.clinic_id || ' ' || event_number);
  return null;
end $$;
