-- Volunteering: shifts, who signed up, who was there, and the hours that give.

CREATE TABLE shift (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  kind text NOT NULL CHECK (kind IN ('collection', 'distribution', 'other')),
  title text NOT NULL,
  details text NOT NULL,
  place text NOT NULL,
  address text NOT NULL,
  -- Where it is explained how to come; null for none.
  link text,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  minimum_age integer CHECK (minimum_age BETWEEN 1 AND 99),
  -- Told to who signed up, never published.
  contact text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'called_off')),
  -- Counts what calendars must read anew.
  version integer NOT NULL DEFAULT 0,
  -- When what happened was turned into hours; null until the end.
  settled_at timestamptz,
  created_at timestamptz NOT NULL,
  CHECK (ends_at > starts_at)
)
--;
CREATE INDEX shift_campaign ON shift (campaign_id, starts_at)
--;
CREATE INDEX shift_unsettled ON shift (ends_at) WHERE settled_at IS NULL
--;
CREATE TABLE shift_role (
  shift_id text NOT NULL REFERENCES shift,
  position integer NOT NULL,
  name text NOT NULL,
  capacity integer NOT NULL CHECK (capacity >= 0),
  PRIMARY KEY (shift_id, position)
)
--;
-- People are told apart by a number. What leads from an address to it is a keyed hash, deleted with the address.
CREATE TABLE volunteer (
  campaign_id text NOT NULL,
  email_hash bytea NOT NULL,
  person bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  PRIMARY KEY (campaign_id, email_hash)
)
--;
-- Whoever may read the names of a shift.
CREATE TABLE shift_coordinator (
  shift_id text NOT NULL REFERENCES shift,
  account_id text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (shift_id, account_id)
)
--;
CREATE TABLE sign_up (
  id text PRIMARY KEY,
  shift_id text NOT NULL REFERENCES shift,
  campaign_id text NOT NULL,
  role integer NOT NULL,
  person bigint NOT NULL,
  -- The order of arrival: places are given and waiting lists move in it.
  arrival bigint GENERATED ALWAYS AS IDENTITY,
  -- Never published; empty once deleted.
  name text NOT NULL,
  email text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  -- The employer, a partner of the campaign; null for none.
  company text,
  state text NOT NULL CHECK (state IN ('confirmed', 'waiting', 'offered', 'ended')),
  reason text CHECK (reason IN ('cancelled', 'declined', 'lapsed', 'removed', 'no_show', 'called_off')),
  -- Until when the address must be confirmed, or an offered place taken; null where nothing is waited for.
  due_at timestamptz,
  mail_confirmed_at timestamptz,
  -- Opens one's own page; a keyed hash.
  token_hash bytea NOT NULL UNIQUE,
  -- What the QR code holds: random, and good for nothing but being checked in by a coordinator.
  code text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  mailed_at timestamptz,
  reminded_at timestamptz,
  erased_at timestamptz,
  CHECK ((state = 'ended') = (reason IS NOT NULL))
)
--;
CREATE INDEX sign_up_shift ON sign_up (shift_id, role, arrival)
--;
CREATE INDEX sign_up_waiting ON sign_up (shift_id, role, arrival) WHERE state = 'waiting'
--;
CREATE INDEX sign_up_person ON sign_up (person)
--;
CREATE UNIQUE INDEX sign_up_once ON sign_up (shift_id, lower(email)) WHERE state <> 'ended' AND email <> ''
--;
CREATE INDEX sign_up_due ON sign_up (due_at) WHERE due_at IS NOT NULL
--;
-- What devices at the door noted. Rows are only added: what holds follows from all of them, in whatever order they came.
CREATE TABLE check_in (
  shift_id text NOT NULL,
  -- Made by the device: the same note sent twice is one row.
  id text NOT NULL,
  sign_up_id text NOT NULL REFERENCES sign_up,
  kind text NOT NULL CHECK (kind IN ('in', 'undo')),
  at timestamptz NOT NULL,
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (shift_id, id)
)
--;
CREATE INDEX check_in_sign_up ON check_in (sign_up_id)
--;
-- Who was there: one row per person and shift, for as long as the check-ins say so.
CREATE TABLE attendance (
  sign_up_id text PRIMARY KEY REFERENCES sign_up,
  shift_id text NOT NULL,
  campaign_id text NOT NULL,
  person bigint NOT NULL,
  company text,
  arrived_at timestamptz NOT NULL,
  -- Set by a coordinator; null: the shift's whole length.
  minutes integer CHECK (minutes BETWEEN 0 AND 1440),
  -- What was credited: minutes and company then; null before the shift's end.
  credited_minutes integer,
  credited_company text,
  units bigint NOT NULL DEFAULT 0 CHECK (units >= 0)
)
--;
CREATE INDEX attendance_shift ON attendance (shift_id)
--;
CREATE INDEX attendance_campaign ON attendance (campaign_id, company)
