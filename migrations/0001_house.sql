-- Organisations, campaigns, promises; relays and what was seen of them; the ledger; credits.
-- Statements are separated by lines that hold only the mark below. Nothing newer than PostgreSQL 15.

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: a correction is a new entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
--;
CREATE TABLE organisation (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('charity', 'partner', 'agency', 'retailer', 'operator')),
  name text NOT NULL,
  url text
)
--;
CREATE TABLE campaign (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
  charity_id text NOT NULL REFERENCES organisation,
  operator_id text NOT NULL REFERENCES organisation,
  unit text NOT NULL,
  dialogue_opens timestamptz,
  opens timestamptz NOT NULL,
  closes timestamptz NOT NULL CHECK (closes > opens),
  settled_at timestamptz,
  relay_per_site integer CHECK (relay_per_site > 0),
  relay_review text NOT NULL CHECK (relay_review IN ('none', 'first', 'all')),
  relay_recheck_after_days integer NOT NULL CHECK (relay_recheck_after_days > 0),
  relay_on_removal text NOT NULL CHECK (relay_on_removal IN ('keep', 'reverse')),
  -- Texts for people: title, summary, unit, milestones, charter, impact, programmes, as in the campaign file.
  content jsonb NOT NULL,
  imported_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
)
--;
CREATE TABLE campaign_organisation (
  campaign_id text NOT NULL REFERENCES campaign,
  organisation_id text NOT NULL REFERENCES organisation,
  position integer NOT NULL,
  PRIMARY KEY (campaign_id, organisation_id)
)
--;
-- What is counted of a campaign, kept in the transactions that change it: reading it costs the same at any size.
CREATE TABLE campaign_count (
  campaign_id text PRIMARY KEY REFERENCES campaign,
  relays bigint NOT NULL DEFAULT 0 CHECK (relays >= 0),
  last_number bigint NOT NULL DEFAULT 0 CHECK (last_number >= relays)
)
--;
CREATE TABLE ledger_account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  unit text NOT NULL,
  -- A bounded account can't give more than it was given.
  bounded boolean NOT NULL,
  debits_pending bigint NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
  debits_posted bigint NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
  credits_pending bigint NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
  credits_posted bigint NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
  CONSTRAINT ledger_account_cap CHECK (NOT bounded OR debits_pending + debits_posted <= credits_posted)
) WITH (fillfactor = 50)
--;
-- A key is taken before any account is locked. A key without a transfer is a refusal, and stays one.
CREATE TABLE ledger_key (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,
  digest bytea NOT NULL
)
--;
CREATE TRIGGER ledger_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_key
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- One row is both legs; its id is its key's. Kinds: d direct, p pending (reserves), o posts and v voids what `resolves`
-- names, once; `reverses` undoes a transfer, once.
CREATE TABLE ledger_transfer (
  id bigint PRIMARY KEY,
  debit_account bigint NOT NULL,
  credit_account bigint NOT NULL CHECK (credit_account <> debit_account),
  amount bigint NOT NULL CHECK (amount > 0),
  resolves bigint,
  reverses bigint,
  at timestamptz NOT NULL,
  kind "char" NOT NULL CHECK (kind IN ('d', 'p', 'o', 'v') AND (kind IN ('o', 'v')) = (resolves IS NOT NULL))
)
--;
CREATE UNIQUE INDEX ledger_transfer_resolves ON ledger_transfer (resolves) WHERE resolves IS NOT NULL
--;
CREATE UNIQUE INDEX ledger_transfer_reverses ON ledger_transfer (reverses) WHERE reverses IS NOT NULL
--;
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TABLE pledge (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  name text NOT NULL,
  partner_id text NOT NULL REFERENCES organisation,
  mechanic text NOT NULL CHECK (mechanic IN ('relay', 'purchase', 'volunteering')),
  position integer NOT NULL,
  opens timestamptz,
  closes timestamptz,
  -- What is particular to a mechanic, as in the campaign file: a purchase rule, the companies of a volunteering pledge.
  rule jsonb,
  promised_account bigint NOT NULL REFERENCES ledger_account,
  available_account bigint NOT NULL REFERENCES ledger_account,
  granted_account bigint NOT NULL REFERENCES ledger_account,
  settled_account bigint NOT NULL REFERENCES ledger_account,
  delivered_account bigint NOT NULL REFERENCES ledger_account,
  UNIQUE (campaign_id, name)
)
--;
CREATE TABLE terms_version (
  pledge_id text NOT NULL REFERENCES pledge,
  version integer NOT NULL CHECK (version > 0),
  per_act bigint NOT NULL CHECK (per_act >= 0),
  cap bigint NOT NULL CHECK (cap > 0),
  minimum bigint NOT NULL CHECK (minimum >= 0 AND minimum <= cap),
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (pledge_id, version)
)
--;
CREATE TRIGGER terms_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_version
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- No foreign key on the campaign: campaigns are never deleted, and the check would be a third of what a claim costs.
CREATE TABLE relay (
  id text PRIMARY KEY,
  campaign_id text NOT NULL,
  source text NOT NULL,
  -- The source in one spelling: the same post claimed again is the same relay.
  source_key text NOT NULL,
  site text NOT NULL,
  target text NOT NULL,
  via text NOT NULL CHECK (via IN ('webmention', 'pingback', 'form', 'feed', 'activitypub')),
  state text NOT NULL CHECK (state IN ('received', 'checking', 'held', 'counted', 'refused', 'withdrawn', 'gone')),
  reason text,
  units bigint NOT NULL DEFAULT 0 CHECK (units >= 0),
  capped boolean NOT NULL DEFAULT false,
  -- Place in the campaign's order of counting; kept when the relay is withdrawn.
  number bigint,
  -- Claims received, and the claim that the last check answered: a claim that arrives during a check asks for another.
  claims integer NOT NULL DEFAULT 1,
  -- A check is queued or under way.
  check_due boolean NOT NULL DEFAULT true,
  -- Failed looks in a row.
  attempt integer NOT NULL DEFAULT 0,
  approved boolean NOT NULL DEFAULT false,
  title text,
  author text,
  site_name text,
  published timestamptz,
  excerpt text,
  language text,
  canonical_key text,
  received_at timestamptz NOT NULL,
  -- The last claim: an act counts by when it was claimed, not by when we got round to looking.
  claimed_at timestamptz NOT NULL,
  checked_at timestamptz,
  counted_at timestamptz,
  recheck_at timestamptz,
  UNIQUE (campaign_id, source_key),
  CHECK (state <> 'counted' OR number IS NOT NULL)
) WITH (fillfactor = 80)
--;
CREATE INDEX relay_open ON relay (campaign_id) WHERE state IN ('received', 'checking')
--;
CREATE UNIQUE INDEX relay_number ON relay (campaign_id, number) WHERE number IS NOT NULL
--;
CREATE INDEX relay_site ON relay (campaign_id, site) WHERE number IS NOT NULL
--;
-- Second line of defence against one post counted under two addresses.
CREATE UNIQUE INDEX relay_canonical ON relay (campaign_id, canonical_key) WHERE state = 'counted'
--;
CREATE INDEX relay_recheck ON relay (recheck_at) WHERE recheck_at IS NOT NULL AND NOT check_due
--;
CREATE TABLE relay_step (
  relay_id text NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  via text,
  reason text,
  units bigint,
  -- What was seen: status, address after redirects, bytes, SHA-256 of what was read, place of the link.
  evidence jsonb,
  PRIMARY KEY (relay_id, id)
)
--;
CREATE TRIGGER relay_step_append_only BEFORE UPDATE OR TRUNCATE ON relay_step
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- One credit per (campaign, mechanic, subject); a second attempt only after the first was reversed.
CREATE TABLE credit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id text NOT NULL,
  mechanic text NOT NULL,
  subject text NOT NULL,
  attempt integer NOT NULL DEFAULT 1,
  units bigint NOT NULL CHECK (units >= 0),
  at timestamptz NOT NULL,
  UNIQUE (campaign_id, mechanic, subject, attempt)
)
--;
CREATE TRIGGER credit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TABLE credit_part (
  credit_id bigint NOT NULL,
  transfer_id bigint NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  terms_version integer NOT NULL,
  pledge_id text NOT NULL,
  PRIMARY KEY (credit_id, transfer_id)
)
--;
CREATE TRIGGER credit_part_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_part
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
CREATE TABLE reversal (
  credit_id bigint PRIMARY KEY REFERENCES credit,
  reason text NOT NULL,
  at timestamptz NOT NULL
)
--;
CREATE TRIGGER reversal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reversal
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
