-- People who sign in, their roles, and how they sign in. No password anywhere; secrets are kept as keyed hashes.

CREATE TABLE account (
  id text PRIMARY KEY,
  -- In lower case: one person, one account.
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  name text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
)
--;
-- A role in an organisation; `campaign` (a slug) limits it to one campaign. The slug may be of a draft.
CREATE TABLE membership (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id text NOT NULL REFERENCES account,
  organisation_id text NOT NULL REFERENCES organisation,
  role text NOT NULL CHECK (role IN ('operator', 'charity', 'partner', 'moderator', 'auditor')),
  campaign text,
  created_at timestamptz NOT NULL
)
--;
CREATE UNIQUE INDEX membership_once ON membership (account_id, organisation_id, role, coalesce(campaign, ''))
--;
CREATE INDEX membership_organisation ON membership (organisation_id)
--;
CREATE TABLE session (
  id text PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  account_id text NOT NULL REFERENCES account,
  -- How it was opened: link, passkey, recovery, sso, setup.
  way text NOT NULL,
  agent text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- The roles of its account changed: the next request gets a new token.
  renew boolean NOT NULL DEFAULT false,
  -- The token before that, for requests that were on their way when it changed.
  previous_hash bytea UNIQUE,
  renewed_at timestamptz
)
--;
CREATE INDEX session_account ON session (account_id)
--;
-- One-time links. The token is made when the mail is sent: until then there is none.
CREATE TABLE sign_in_link (
  id text PRIMARY KEY,
  token_hash bytea UNIQUE,
  kind text NOT NULL CHECK (kind IN ('sign-in', 'invite', 'setup')),
  account_id text REFERENCES account,
  next text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CHECK ((kind = 'setup') = (account_id IS NULL))
)
--;
CREATE TABLE passkey (
  -- The credential's id in base64url.
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
)
--;
CREATE INDEX passkey_account ON passkey (account_id)
--;
-- A question to an authenticator; answered once, within minutes.
CREATE TABLE passkey_challenge (
  id text PRIMARY KEY,
  challenge text NOT NULL,
  account_id text REFERENCES account,
  expires_at timestamptz NOT NULL
)
--;
CREATE TABLE recovery_code (
  account_id text NOT NULL REFERENCES account,
  code_hash bytea NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account_id, code_hash)
)
--;
-- A sign-in under way at another provider.
CREATE TABLE sso_flow (
  state_hash bytea PRIMARY KEY,
  verifier text NOT NULL,
  nonce text NOT NULL,
  next text,
  expires_at timestamptz NOT NULL
)
--;
-- Tries to sign in, by a keyed hash of what they were about: for limits alone.
CREATE TABLE sign_in_try (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  about bytea NOT NULL,
  at timestamptz NOT NULL
)
--;
CREATE INDEX sign_in_try_about ON sign_in_try (about, at)
--;
-- Who did what. `account_id` is null for what the command line does; `name` is as it was then.
CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  account_id text,
  name text NOT NULL,
  organisation text,
  campaign text,
  action text NOT NULL,
  subject text,
  details jsonb
)
--;
CREATE INDEX audit_event_campaign ON audit_event (campaign, id)
--;
CREATE INDEX audit_event_organisation ON audit_event (organisation, id)
--;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
