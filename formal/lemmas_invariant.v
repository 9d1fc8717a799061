(* A linear space of students that a locally Lipschitz field maps to itself: no flow of the field leaves it.
   The space is where P theta = theta, P a linear projection; |theta - P theta|^2 satisfies |f'| <= K f. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring reals.
From formal Require Import definitions definitions_flow lemmas_matrix lemmas_loss lemmas_norm lemmas_lipschitz lemmas_flow
  lemmas_interval.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section LinearFunctions.
Variable R : realType.

Lemma linear_sum_of (V : lmodType R) (phi : V -> R) I (q : seq I) (T : I -> V) :
  (forall c x y, phi (c *: x + y) = c * phi x + phi y) -> phi (\sum_(i <- q) T i) = \sum_(i <- q) phi (T i).
Proof.
move=> lin; have phi0 : phi 0 = 0 by have := lin (-1) 0 0; rewrite scaler0 addr0 mulN1r addNr.
elim: q => [|i q IH]; first by rewrite !big_nil.
by rewrite !big_cons -IH -[in LHS](scale1r (T i)) lin mul1r.
Qed.

(* (phi X)' = phi Y where X' = Y *)
Lemma derivative_linear r s (phi : 'M[R]_(r, s) -> R) (X : R -> 'M[R]_(r, s)) (Y : 'M[R]_(r, s)) t :
  (forall c x y, phi (c *: x + y) = c * phi x + phi y) ->
  (forall i l, derivative_at (fun u => X u i l) t (Y i l)) -> derivative_at (fun u => phi (X u)) t (phi Y).
Proof.
move=> lin dX; have phi0 : phi 0 = 0 by have := lin (-1) 0 0; rewrite scaler0 addr0 mulN1r addNr.
have E M : phi M = \sum_i \sum_l M i l * phi (delta_mx i l).
  rewrite {1}(matrix_sum_delta M) linear_sum_of //; apply: eq_bigr => i _.
  rewrite linear_sum_of //; apply: eq_bigr => l _.
  by rewrite -[X in phi X]addr0 lin phi0 addr0.
rewrite E; apply: derivative_ext (fun u => esym (E (X u))) _.
apply: derivative_sum => i; apply: derivative_sum => l.
have := derivativeM (dX i l) (derivative_cst (phi (delta_mx i l)) t).
by rewrite mulr0 addr0.
Qed.

Lemma derivative_form d m p (a b t : R) (theta G : R -> student R d m p) (phi : student R d m p -> R) :
  (forall c x y, phi (c *: x + y) = c * phi x + phi y) -> flow a b theta G -> a < t < b ->
  derivative_at (fun u => phi (theta u)) t (phi (- G t)).
Proof.
move=> lin flows ab; have [dA dB dC] := flows t ab.
have phiE x : phi x = phi (A x, 0, 0) + phi (0, B x, 0) + phi (0, 0, C x).
  rewrite -addrA -[phi (A x, 0, 0)]mul1r -[phi (0, B x, 0)]mul1r -!lin; congr phi.
  by case: x => [[A0 B0] C0]; rewrite !scale1r /A /B /C /=; congr (_, _, _) => /=; rewrite ?addr0 ?add0r.
rewrite phiE; apply: derivative_ext (fun u => esym (phiE (theta u))) _.
apply: derivativeD; first apply: derivativeD.
- apply: (derivative_linear (phi := fun M => phi (M, 0, 0))) => [c x y|i l]; last by rewrite mxE.
  by rewrite -lin; congr (phi (_, _, _)); rewrite /= ?scaler0 ?addr0.
- apply: (derivative_linear (phi := fun M => phi (0, M, 0))) => [c x y|i l]; last by rewrite mxE.
  by rewrite -lin; congr (phi (_, _, _)); rewrite /= ?scaler0 ?addr0.
apply: (derivative_linear (phi := fun M => phi (0, 0, M))) => [c x y|i l]; last by rewrite mxE.
by rewrite -lin; congr (phi (_, _, _)); rewrite /= ?scaler0 ?addr0.
Qed.

End LinearFunctions.

Section Invariant.
Variables (R : realType) (d m p : nat).
Implicit Types (x y : student R d m p) (E P F : student R d m p -> student R d m p).

Lemma derivative_square (a b t : R) (theta G : R -> student R d m p) E :
  (forall c x y, E (c *: x + y) = c *: E x + E y) -> flow a b theta G -> a < t < b ->
  derivative_at (fun u => dot (E (theta u)) (E (theta u))) t (2%:R * dot (E (theta t)) (E (- G t))).
Proof.
move=> lin flows ab.
have part r s (X : student R d m p -> 'M[R]_(r, s)) : (forall c x y, X (c *: x + y) = c *: X x + X y) ->
    derivative_at (fun u => inner (X (E (theta u))) (X (E (theta u)))) t
      (2%:R * inner (X (E (theta t))) (X (E (- G t)))).
  move=> linX; have -> : 2%:R * inner (X (E (theta t))) (X (E (- G t))) = \sum_i \sum_l
      (X (E (- G t)) i l * X (E (theta t)) i l + X (E (theta t)) i l * X (E (- G t)) i l).
    rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => l _.
    by rewrite mulr2n mulrDl mul1r [X (E (- G t)) i l * _]mulrC.
  apply: derivative_sum => i; apply: derivative_sum => l.
  have dX := derivative_form (phi := fun x => X (E x) i l) _ flows ab.
  by apply: derivativeM; apply: dX => c x y; rewrite lin linX !mxE.
rewrite /dot !mulrDr; apply: derivativeD; first apply: derivativeD; exact: part.
Qed.

Lemma norm0 : norm (0 : student R d m p) = 0.
Proof. by rewrite /norm (_ : dot _ _ = 0) ?sqrtr0 // /dot !inner0l !addr0. Qed.

(* a linear P that is Lipschitz on the unit ball is so everywhere *)
Lemma lipschitz_linear P : (forall c x y, P (c *: x + y) = c *: P x + P y) -> lipschitz P ->
  exists2 K, 0 <= K & forall x, norm (P x) <= K * norm x.
Proof.
move=> lin lip; have P0 : P 0 = 0 by have := lin (-1) 0 0; rewrite scaler0 addr0 scaleN1r addNr.
have [K K0 bound] := lip 1; exists K => // x.
have [n0|n0] := eqVneq (norm x) 0; first by rewrite (norm_eq0 n0) P0 norm0 mulr0.
have pos : 0 < norm x by rewrite lt_neqAle eq_sym n0 norm_ge0.
pose y := (norm x)^-1 *: x; have yE : x = norm x *: y by rewrite scalerA divff // scale1r.
have n1 : norm y = 1 by rewrite normZ ger0_norm ?invr_ge0 ?norm_ge0 // mulVf.
have := bound y 0; rewrite n1 lexx norm0 ler01 P0 !subr0 n1 => /(_ isT isT); rewrite mulr1 => le.
by rewrite {1}yE -[norm x *: y]addr0 lin P0 addr0 normZ gtr0_norm // mulrC ler_wpmul2r ?norm_ge0.
Qed.

Lemma flow_bounded (a b s t : R) (theta G : R -> student R d m p) : flow a b theta G -> s <= t ->
  (forall u, s <= u <= t -> a < u < b) -> exists q, forall u, s <= u <= t -> norm (theta u) <= q.
Proof.
move=> flows st inside; have := derivative_square (E := id) (fun _ _ _ => erefl) flows.
move=> ds; have [M le] := bounded st (fun u ut => ds u (inside u ut)).
by exists (Num.sqrt M) => u ut; rewrite ler_wsqrtr // le.
Qed.

Theorem invariant P F (a b : R) (theta G : R -> student R d m p) :
  (forall c x y, P (c *: x + y) = c *: P x + P y) -> (forall x, P (P x) = P x) -> lipschitz P ->
  lipschitz F -> (forall x, P x = x -> P (F x) = F x) ->
  flow a b theta G -> (forall t, a < t < b -> G t = F (theta t)) ->
  forall s t, a < s < b -> a < t < b -> P (theta s) = theta s -> P (theta t) = theta t.
Proof.
move=> lin idem lipP lipF inv flows GE.
pose E x := x - P x; have linE c x y : E (c *: x + y) = c *: E x + E y.
  by rewrite /E lin scalerBr opprD addrACA.
have E0 x : (dot (E x) (E x) == 0) = (P x == x).
  rewrite -norm_square expf_eq0 /= [RHS]eq_sym -[RHS]subr_eq0; apply/eqP/eqP => [/norm_eq0|] //.
  by rewrite -/(E x) => ->; exact: norm0.
have key s t : s <= t -> (forall u, s <= u <= t -> a < u < b) -> (P (theta s) == theta s) = (P (theta t) == theta t).
  move=> st inside; have [q qle] := flow_bounded flows st inside.
  have [M M0 bP] := lipschitz_linear lin lipP; have [K K0 bF] := lipF (Num.max q (M * q)).
  pose f u := dot (E (theta u)) (E (theta u)); pose N := 2%:R * ((1 + M) * K).
  have f0 u : s <= u <= t -> 0 <= f u by move=> _; exact: dot_ge0.
  have PB y z : P (y - z) = P y - P z by rewrite addrC -scaleN1r lin scaleN1r addrC.
  have P0 : P 0 = 0 by rewrite -[X in P X](subrr 0) PB subrr.
  have PN y : P (- y) = - P y by rewrite -sub0r PB P0 sub0r.
  have df u : s <= u <= t -> derivative_at f u (2%:R * dot (E (theta u)) (E (- G u))) /\
      `|2%:R * dot (E (theta u)) (E (- G u))| <= N * f u.
    move=> ut; split; first exact: derivative_square linE flows (inside u ut).
    rewrite GE ?inside // normrM ger0_norm ?ler0n // /N -!mulrA ler_wpmul2l ?ler0n //.
    set x := theta u; pose D := F x - F (P x).
    have -> : E (- F x) = - (D - P D).
      by rewrite /E PN /D PB (inv (P x)) ?idem // [- (P (F x) - _)]opprB addrA subrK opprD.
    have small : norm D <= K * norm (E x).
      apply: bF; rewrite le_maxr ?(qle u ut) //; apply/orP; right.
      by rewrite (le_trans (bP x)) // ler_wpmul2l // qle.
    have part : norm (- (D - P D)) <= (1 + M) * (K * norm (E x)).
      rewrite normN; apply: (le_trans (normD _ _)); rewrite normN mulrDl mul1r; apply: ler_add => //.
      by apply: (le_trans (bP D)); rewrite ler_wpmul2l.
    apply: (le_trans (dot_le _ _)); have -> : (1 + M) * (K * f u) = norm (E x) * ((1 + M) * (K * norm (E x))).
      by rewrite /f -norm_square -/x; ring.
    by rewrite ler_wpmul2l ?norm_ge0.
  rewrite -!E0; apply/eqP/eqP; [exact: gronwall_forward st f0 df | exact: gronwall_backward st f0 df].
move=> s t ins int Ps; apply/eqP.
by rewrite (both_ways (f := fun t => P (theta t) == theta t) key int ins) Ps.
Qed.

End Invariant.
