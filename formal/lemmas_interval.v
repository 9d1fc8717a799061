(* On an interval: bounded where differentiable, constant where the derivative is 0, and 0 where |f'| <= K f. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals topology normedtype sequences derive realfun exp.
From formal Require Import definitions definitions_flow lemmas_flow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory numFieldNormedType.Exports.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Interval.
Variables (R : realType) (s t : R).
Implicit Types (f df : R -> R).
Let inside u := s <= u <= t.

Lemma derivative_continuous f df : (forall u, inside u -> derivative_at f u (df u)) ->
  {within `[s, t], continuous f}.
Proof.
move=> d; apply: continuous_in_subspaceT => u; rewrite inE /= in_itv /= => ut.
by apply/differentiable_continuous/derivable1_diffP; have [] := d u ut.
Qed.

Lemma mean_value f df : s <= t -> (forall u, inside u -> derivative_at f u (df u)) ->
  exists2 u, inside u & f t - f s = df u * (t - s).
Proof.
move=> st d; have [u ut E] : exists2 u, u \in `[s, t]%R & f t - f s = df u * (t - s).
  apply: MVT_segment st _ (derivative_continuous d) => u; rewrite in_itv /= => /andP[/ltW su /ltW ut].
  by apply: d; rewrite /inside su.
by exists u => //; move: ut; rewrite in_itv.
Qed.

Lemma bounded f df : s <= t -> (forall u, inside u -> derivative_at f u (df u)) ->
  exists M, forall u, inside u -> f u <= M.
Proof.
move=> st d; have [c _ le] := EVT_max st (derivative_continuous d).
by exists (f c) => u ut; apply: le; rewrite in_itv.
Qed.

Lemma derivative_constant f : s <= t -> (forall u, inside u -> derivative_at f u 0) -> f s = f t.
Proof. by move=> st d; have [u _ /eqP] := mean_value st d; rewrite mul0r subr_eq0 eq_sym => /eqP. Qed.

Lemma derivative_exp (c u : R) : derivative_at (fun u => expR (c * u)) u (c * expR (c * u)).
Proof.
have lin : derivative_at (fun u => c * u) u c.
  have := derivativeM (derivative_cst c u) (is_derive_id u (1 : R)).
  by rewrite mul0r add0r mulr1.
have := is_derive1_comp (is_derive_expR (c * u)) lin.
by rewrite /derivative_at mulrC.
Qed.

End Interval.

Section Gronwall.
Variables (R : realType) (s t K : R) (f df : R -> R).
Hypotheses (st : s <= t) (f0 : forall u, s <= u <= t -> 0 <= f u).
Hypothesis (d : forall u, s <= u <= t -> derivative_at f u (df u) /\ `|df u| <= K * f u).

Let weighted c u : s <= u <= t ->
  derivative_at (fun u => f u * expR (c * u)) u ((df u + c * f u) * expR (c * u)).
Proof.
move=> ut; have [du _] := d ut; have := derivativeM du (derivative_exp c u).
by rewrite mulrDl mulrCA mulrA.
Qed.

Let zero u c : 0 <= f u -> f u * expR (c * u) <= 0 -> f u = 0.
Proof.
by move=> fu; rewrite pmulr_lle0 ?expR_gt0 // => le; apply/eqP; rewrite eq_le le.
Qed.

Lemma gronwall_forward : f s = 0 -> f t = 0.
Proof.
move=> fs; have [u ut E] := mean_value st (weighted (- K)).
have tt : s <= t <= t by rewrite st lexx.
apply: (@zero t (- K)); first exact: f0.
move: E; rewrite fs mul0r subr0 => ->.
have [_ le] := d ut; rewrite mulr_le0_ge0 ?subr_ge0 // mulr_le0_ge0 ?(ltW (expR_gt0 _)) //.
by rewrite mulNr subr_le0; exact: le_trans (ler_norm _) le.
Qed.

Lemma gronwall_backward : f t = 0 -> f s = 0.
Proof.
move=> ft; have [u ut E] := mean_value st (weighted K).
have ss : s <= s <= t by rewrite st lexx.
apply: (@zero s K); first exact: f0.
move: E; rewrite ft mul0r sub0r => E; rewrite -oppr_ge0 E.
have [_ le] := d ut; rewrite mulr_ge0 ?subr_ge0 // mulr_ge0 ?(ltW (expR_gt0 _)) //.
by rewrite -[df u]opprK addrC subr_ge0 (le_trans _ le) // -normrN ler_norm.
Qed.

End Gronwall.

(* Two times s, t of ]a, b[ in either order: what holds from the earlier to the later and back holds between them *)
Lemma both_ways (R : realType) (a b : R) (T : Type) (f : R -> T) :
  (forall s t, s <= t -> (forall u, s <= u <= t -> a < u < b) -> f s = f t) ->
  forall s t, a < s < b -> a < t < b -> f s = f t.
Proof.
move=> ordered s t /andP[s0 s1] /andP[t0 t1]; case: (lerP s t) => [st|/ltW ts]; last apply/esym; apply: ordered => //.
  by move=> u /andP[su ut]; rewrite (lt_le_trans s0 su) (le_lt_trans ut t1).
by move=> u /andP[su ut]; rewrite (lt_le_trans t0 su) (le_lt_trans ut s1).
Qed.
