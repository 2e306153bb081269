-- Keys of retailers' tills, and the files of baskets that are taken from the disk.

CREATE TABLE api_key (
  id text PRIMARY KEY,
  -- A keyed hash: the key itself is shown once and kept nowhere.
  secret_hash bytea NOT NULL UNIQUE,
  organisation_id text NOT NULL REFERENCES organisation,
  -- Slug; null: every campaign whose rules name the organisation.
  campaign text,
  name text NOT NULL,
  scopes text[] NOT NULL,
  -- Ed25519, as SubjectPublicKeyInfo; where it is set, requests must be signed (RFC 9421).
  public_key bytea,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- The key that took its place; the old one works on until it expires.
  replaced_by text REFERENCES api_key,
  -- A day is enough to see which key is still needed.
  used_on date
)
--;
CREATE INDEX api_key_organisation ON api_key (organisation_id)
--;
-- Signatures are used once; a row may go when its signature is too old anyway.
CREATE TABLE api_nonce (
  key_id text NOT NULL REFERENCES api_key,
  nonce text NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (key_id, nonce)
)
--;
CREATE INDEX api_nonce_until ON api_nonce (until)
--;
-- A file of baskets, known by its content: how far it was taken, and what came of it.
CREATE TABLE purchase_file (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  retailer text NOT NULL,
  sha256 bytea NOT NULL,
  bytes bigint NOT NULL,
  name text NOT NULL,
  -- Baskets taken, and bytes of the file read for them.
  taken bigint NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  -- How often each outcome came: { "credited": 12, … }.
  counts jsonb NOT NULL DEFAULT '{}',
  -- Bytes of the list of results that belong to the baskets taken; what is behind them was written before a crash.
  result_bytes bigint NOT NULL DEFAULT 0,
  -- Why it ended early, in one sentence.
  problem text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  UNIQUE (campaign_id, retailer, sha256)
)
