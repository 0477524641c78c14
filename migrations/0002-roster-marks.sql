-- What a ready roster is known by: a server that still knows the roster with this mark need not be sent it again.
alter table clinic_rosters add column mark text not null generated always as (md5(roster::text)) stored;
