-- What partners owe for a period, what they paid, what the charity handed over.

-- What is granted and not yet paid for may fall below nothing: the guaranteed minimum is paid for beyond what was
-- granted, and a credit may be undone after it was paid for. What is settled and delivered stays bounded.
UPDATE ledger_account SET bounded = false WHERE id IN (SELECT granted_account FROM pledge)
--;
-- A closed period of one partner: entries before `log_size` that had fallen due at `through`, less what earlier periods
-- took. `document`: the statement as it was closed, whole, so that it reads the same for ever.
CREATE TABLE settlement_period (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  partner_id text NOT NULL REFERENCES organisation,
  number integer NOT NULL CHECK (number > 0),
  through timestamptz NOT NULL,
  log_size bigint NOT NULL CHECK (log_size >= 0),
  final boolean NOT NULL,
  -- When it is to be paid by.
  payable_by timestamptz NOT NULL,
  closed_at timestamptz NOT NULL,
  account_id text,
  document jsonb NOT NULL,
  UNIQUE (campaign_id, partner_id, number)
)
--;
CREATE TRIGGER settlement_period_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_period
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- What a closed period asks for a promise. `section` is what a payment is for: tax treatment and currency (or `units`,
-- where units are given in kind); `amount` in hundredths of the currency, or in units. A flat gift has no units.
CREATE TABLE settlement_due (
  period_id text NOT NULL REFERENCES settlement_period,
  position integer NOT NULL,
  pledge_id text NOT NULL REFERENCES pledge,
  section text NOT NULL,
  flat boolean NOT NULL,
  units bigint NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (period_id, position),
  CHECK (NOT flat OR units = 0)
)
--;
CREATE TRIGGER settlement_due_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_due
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- Whom it was declared by is in the trail: these rows are never deleted, so they name no person.
-- A payment that a partner says it made; it moves nothing before the charity says that it came.
CREATE TABLE payment (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  partner_id text NOT NULL REFERENCES organisation,
  section text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  paid_on date NOT NULL,
  reference text NOT NULL,
  declared_at timestamptz NOT NULL,
  account_id text
)
--;
CREATE INDEX payment_campaign ON payment (campaign_id, partner_id, declared_at)
--;
CREATE TRIGGER payment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- What the charity answered to it: confirmed, with what it received and when, or not.
CREATE TABLE payment_answer (
  payment_id text PRIMARY KEY REFERENCES payment,
  confirmed boolean NOT NULL,
  amount bigint CHECK (amount > 0),
  received_on date,
  reference text NOT NULL,
  at timestamptz NOT NULL,
  account_id text,
  CHECK (confirmed = (amount IS NOT NULL) AND confirmed = (received_on IS NOT NULL))
)
--;
CREATE TRIGGER payment_answer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_answer
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- What the charity handed over. `units` of it are posted to promises, in the order in which they were paid for.
CREATE TABLE delivery (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  units bigint NOT NULL CHECK (units > 0),
  what text NOT NULL,
  place text NOT NULL,
  delivered_on date NOT NULL,
  document text,
  at timestamptz NOT NULL,
  account_id text
)
--;
CREATE INDEX delivery_campaign ON delivery (campaign_id, at)
--;
CREATE TRIGGER delivery_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- Units moved in the ledger with their entry in the log; `cause` is the period, payment or delivery that moved them.
-- A negative quantity takes back what was settled: its act was undone after it was paid for.
CREATE TABLE settlement_posting (
  transfer_id bigint PRIMARY KEY,
  campaign_id text NOT NULL,
  pledge_id text NOT NULL REFERENCES pledge,
  kind text NOT NULL CHECK (kind IN ('settlement', 'delivery')),
  quantity bigint NOT NULL CHECK (quantity <> 0 AND (kind = 'settlement' OR quantity > 0)),
  leaf_index bigint NOT NULL,
  cause text NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (campaign_id, leaf_index)
)
--;
CREATE INDEX settlement_posting_pledge ON settlement_posting (pledge_id)
--;
CREATE TRIGGER settlement_posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_posting
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
