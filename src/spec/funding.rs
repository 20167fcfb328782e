//! Funding programmes: who pays whom for an investment. `finance::settle` turns them into transfers.
//!
//! Months count from the start of the investment's flow, 0; amounts are in cents.

use crate::units::Money;

/// Who gives and takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Party {
    /// The factory's owner: has the project's flow, before and after funding.
    Owner,
    /// The bank.
    Lender,
    /// Who takes a share of the result.
    Investor,
    /// Who supplies and installs the upgrade.
    Provider,
    /// Public budgets.
    Public,
    /// Everybody else: customers, patients, buyers of last resort.
    Society,
}

impl Party {
    /// All parties, in the order of a settlement's positions.
    pub const ALL: [Party; 6] =
        [Party::Owner, Party::Lender, Party::Investor, Party::Provider, Party::Public, Party::Society];
}

/// A way of funding.
#[derive(Clone, PartialEq, Debug)]
pub enum Instrument {
    /// A bank lends.
    Loan(Loan),
    /// The provider buys, the owner pays rent in advance.
    Lease(Lease),
    /// The provider buys, the owner pays by use.
    PayPerUse(PayPerUse),
    /// The provider buys and gets a share of the gain.
    RevenueShare(RevenueShare),
    /// A share of the capital, when it is spent.
    UpFrontGrant(UpFrontGrant),
    /// A share of the capital, once the upgrade has shown that it works.
    AcceptedGrant(AcceptedGrant),
    /// An amount per unit made, which goes back where too few are.
    OutputGrant(OutputGrant),
    /// An amount per unit above a base.
    OutputBonus(OutputBonus),
    /// A lowest price for a volume.
    PurchaseGuarantee(PurchaseGuarantee),
    /// Pay for capacity that stands ready.
    ReadinessFee(ReadinessFee),
    /// An investor's money for a share of the result.
    Equity(Equity),
    /// A share of the capital, taken off income tax.
    TaxCredit(TaxCredit),
    /// A paper that pays part of the provider's bill.
    Voucher(Voucher),
}

/// A run of months of a project, both ends included [months from 0; `first` <= `last`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Months {
    /// The first of them.
    pub first: usize,
    /// The last of them.
    pub last: usize,
}

/// A loan to the owner. A debt that is left at the horizon is repaid in its last month.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Loan {
    /// What was agreed.
    pub terms: LoanTerms,
    /// When it is paid out [months from 0]; nothing happens where that is the horizon or later.
    pub drawn: usize,
    /// Who vouches for it, if anybody.
    pub guarantee: Option<Guarantee>,
    /// Who bears part of the interest, if anybody.
    pub subsidy: Option<InterestSubsidy>,
}

/// What was agreed with a lender.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LoanTerms {
    /// What is lent [>= 0].
    pub principal: Money,
    /// Nominal yearly rate [>= 0]; a month bears a twelfth, as loans are quoted.
    pub yearly_rate: f64,
    /// Months from the draw to the last payment, grace included [>= 1].
    pub months: u32,
    /// Months without repayment at the beginning [< `months`].
    pub grace_months: u32,
    /// What those months pay.
    pub grace: Grace,
    /// How the other months repay.
    pub repayment: Repayment,
}

/// How the principal comes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repayment {
    /// The same payment each month.
    EqualInstalment,
    /// The same principal each month, and interest on what is left.
    EqualPrincipal,
}

/// What happens to interest in the months of grace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grace {
    /// It is paid; no principal is.
    InterestOnly,
    /// It is added to the debt; nothing is paid.
    Capitalised,
}

/// A guarantee, paid for by the owner each year in advance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Guarantee {
    /// The fee [yearly share of the debt at the beginning of the year; >= 0].
    pub fee: f64,
    /// Who vouches.
    pub guarantor: Party,
}

/// Part of the interest, given back to the owner in the month in which it is paid.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct InterestSubsidy {
    /// Points of the yearly rate [>= 0, as 0.02]; never more than the interest itself.
    pub points: f64,
    /// For how many months after the draw [>= 1].
    pub months: usize,
    /// Who gives it.
    pub payer: Party,
}

/// Equal rents, each in advance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lease {
    /// What the provider buys [>= 0].
    pub financed: Money,
    /// When, and when the first rent falls due [months from 0].
    pub start: usize,
    /// Number of rents [>= 1].
    pub months: u32,
    /// The provider's yearly effective rate [> -1].
    pub yearly_rate: f64,
}

/// A fee for each unit of use, with a least amount a month.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PayPerUse {
    /// What the provider buys [>= 0].
    pub financed: Money,
    /// When [months from 0]; fees begin a month later.
    pub start: usize,
    /// Number of months with a fee.
    pub months: u32,
    /// Fee per unit of use [currency; >= 0].
    pub fee: f64,
    /// Least fee of a month.
    pub minimum: Money,
}

/// A share of the verified gain, until a cap or the end of a term: the provider bears the risk that there is none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RevenueShare {
    /// What the provider buys [>= 0].
    pub financed: Money,
    /// When [months from 0]; shares begin a month later.
    pub start: usize,
    /// Number of months that are shared.
    pub months: u32,
    /// The provider's share of a month's gain [0..=1]; a month with a loss shares nothing.
    pub share: f64,
    /// Most that the provider gets in all.
    pub cap: Money,
}

/// A share of the capital, paid when it is spent.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct UpFrontGrant {
    /// Share of the capital [0..=1].
    pub share: f64,
    /// Most that is paid in all.
    pub cap: Money,
    /// Who gives it.
    pub payer: Party,
}

/// A share of the capital, paid some time after the upgrade was accepted. It is accepted in the first month of
/// `tested` in which the indicator reaches the target, unless the papers are rejected; the owner has to find
/// the money until then.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AcceptedGrant {
    /// What is paid.
    pub pays: Reward,
    /// What is paid instead where acceptance comes late; `None`: the same.
    pub later: Option<Later>,
    /// Smallest indicator that is accepted, in its unit.
    pub target: f64,
    /// Months in which it may be shown.
    pub tested: Months,
    /// Months from acceptance to payment.
    pub delay: usize,
    /// Probability that the application is rejected although the target is reached [0..=1].
    pub rejection: f64,
    /// Who gives it.
    pub payer: Party,
}

/// What is paid for an acceptance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reward {
    /// Share of the capital spent until acceptance [0..=1].
    pub share: f64,
    /// A sum beside it, whatever was spent [>= 0].
    pub amount: Money,
    /// Most that is paid in all.
    pub cap: Money,
}

impl Reward {
    /// A share up to a cap.
    pub fn of_share(share: f64, cap: Money) -> Reward {
        Reward { share, amount: Money::ZERO, cap }
    }
}

/// What is paid from a month on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Later {
    /// The first month of the run in which it is.
    pub from: usize,
    /// What is paid then.
    pub pays: Reward,
}

/// An amount per good unit, until a cap; all of it goes back where too few units are made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OutputGrant {
    /// Per good unit [currency; >= 0].
    pub per_unit: f64,
    /// Months whose units count.
    pub months: Months,
    /// Most that is paid in all.
    pub cap: Money,
    /// Fewest units in these months; with fewer, what was paid goes back in the month after them (or the last
    /// one). It is not judged where the horizon comes first.
    pub target_units: u64,
    /// Who gives it.
    pub payer: Party,
}

/// An amount for each good unit of a month above a base, until a cap.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OutputBonus {
    /// Units of a month that are not rewarded.
    pub base_units: u64,
    /// Per unit above them [currency; >= 0].
    pub per_unit: f64,
    /// Months that count.
    pub months: Months,
    /// Most that is paid in all.
    pub cap: Money,
    /// Who gives it.
    pub payer: Party,
}

/// A lowest price for a volume: the buyer adds what the market pays less.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PurchaseGuarantee {
    /// The lowest price of a unit [currency; >= 0].
    pub floor: f64,
    /// Units that have it, in the order in which they are made; units sold above the floor use up none of it.
    pub volume: u64,
    /// Months in which it holds.
    pub months: Months,
    /// Who guarantees it.
    pub buyer: Party,
}

/// Pay for reserve capacity that stands ready.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReadinessFee {
    /// Monthly fee for a unit a day of it [currency; >= 0].
    pub per_unit_a_day: f64,
    /// Capacity that was promised, and is the most that is paid for [units a day; >= 0].
    pub promised: f64,
    /// Share of the promise below which a month is not paid at all [0..=1].
    pub least_share: f64,
    /// Months in which it is paid.
    pub months: Months,
    /// Who pays.
    pub payer: Party,
}

/// Money for a share of the owner's positive months: of the flow after the instruments that stand before this one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Equity {
    /// What the investor puts in [>= 0].
    pub amount: Money,
    /// When [months from 0].
    pub month: usize,
    /// The investor's share of each later month in which the owner has something left [0..=1].
    pub share: f64,
    /// When and how the investor leaves, if ever.
    pub exit: Option<Exit>,
}

/// The owner buys the investor out. Nothing of it happens after the horizon.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Exit {
    /// When [> the month of the investment]; that month is still shared.
    pub month: usize,
    /// The price, as a multiple of what was put in [>= 0].
    pub multiple: f64,
}

/// A share of the capital, taken off the income tax of later months for some time, the oldest first.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TaxCredit {
    /// Share of the capital [0..=1].
    pub share: f64,
    /// Most that is credited in all.
    pub cap: Money,
    /// Months after the purchase in which it can be used, the purchase's own included; then it lapses.
    pub carry_months: usize,
}

/// A paper with which the owner pays part of the provider's bill; the provider gets its money later.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Voucher {
    /// Most of a bill that it pays [share, 0..=1].
    pub share: f64,
    /// What it is worth in all.
    pub face: Money,
    /// Months until the provider has the money; at the latest in the horizon's last month.
    pub delay: usize,
    /// Who issues it.
    pub payer: Party,
}
