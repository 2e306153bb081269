-- Keys of retailers' tills, and files of baskets that were begun.

CREATE TABLE api_key (
  id text PRIMARY KEY,
  -- What it is called in lists; the key itself is shown once and kept as a digest.
  name text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  retailer text NOT NULL,
  -- Null: every campaign that the retailer is in.
  campaign text,
  scopes text[] NOT NULL,
  -- Ed25519, 32 bytes: requests must be signed with it (RFC 9421).
  public_key bytea,
  made_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used date
)
--;
CREATE INDEX api_key_retailer ON api_key (retailer)
--;
-- Nonces of signed requests, for as long as their signatures hold.
CREATE TABLE api_key_nonce (
  key_id text NOT NULL,
  nonce text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (key_id, nonce)
)
--;
CREATE INDEX api_key_nonce_at ON api_key_nonce (at)
--;
-- How far a file of baskets has been taken: it goes on from there. Baskets taken twice change nothing.
CREATE TABLE purchase_file (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  -- SHA-256 of the whole file.
  fingerprint bytea NOT NULL,
  baskets bigint NOT NULL,
  finished_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (campaign_id, retailer, fingerprint)
)
