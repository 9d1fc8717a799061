(* The derivative of the gradient along a line is the Hessian, a symmetric form; its square is the loss's second
   derivative. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions definitions_line lemmas_matrix lemmas_loss lemmas_norm lemmas_gradient lemmas_second.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Evaluation.
Variables (F : fieldType) (d m p : nat) (t : F).
Local Notation P := {poly F}.
Let ev r s (X : 'M[P]_(r, s)) : 'M[F]_(r, s) := map_mx (horner_eval t) X.
Let evs (x : student P d m p) : student F d m p := (ev (A x), ev (B x), ev (C x)).
Implicit Types x u v : student P d m p.

Lemma ev_b x j : ev (b x j) = b (evs x) j.
Proof. by elim: j => [|j IH] //; rewrite [b x _]/= /ev map_mxM -/(ev _) -/(ev _) -/(b x j) IH. Qed.

Lemma ev_h x j : ev (h x j) = h (evs x) j.
Proof. by rewrite /ev map_mxM -/(ev _) -/(ev (b x j)) ev_b. Qed.

Lemma ev_db x u j : ev (db x u j) = db (evs x) (evs u) j.
Proof.
elim: j => [|j IH] //=; rewrite /ev map_mxD !map_mxM -!/(ev _).
by rewrite -/(ev (db x u j)) -/(ev (b x j)) IH ev_b.
Qed.

Lemma ev_dh x u j : ev (dh x u j) = dh (evs x) (evs u) j.
Proof.
rewrite /dh /ev map_mxD !map_mxM -!/(ev _).
by rewrite -/(ev (db x u j)) -/(ev (b x j)) ev_db ev_b.
Qed.

Lemma ev_d2b x u v j : ev (d2b x u v j) = d2b (evs x) (evs u) (evs v) j.
Proof.
elim: j => [|j IH] /=; first by rewrite /ev map_mx0.
rewrite /ev !map_mxD !map_mxM -!/(ev _).
by rewrite -/(ev (d2b x u v j)) -/(ev (db x u j)) -/(ev (db x v j)) IH !ev_db.
Qed.

Lemma ev_d2h x u v j : ev (d2h x u v j) = d2h (evs x) (evs u) (evs v) j.
Proof.
rewrite /d2h /ev !map_mxD !map_mxM -!/(ev _).
by rewrite -/(ev (d2b x u v j)) -/(ev (db x u j)) -/(ev (db x v j)) ev_d2b !ev_db.
Qed.

Lemma horner_inner r s (X Y : 'M[P]_(r, s)) : (inner X Y).[t] = inner (ev X) (ev Y).
Proof.
rewrite /inner horner_sum; apply: eq_bigr => i _; rewrite horner_sum; apply: eq_bigr => l _.
by rewrite hornerM !mxE.
Qed.

Lemma ev_residual x (g : nat -> 'M[F]_(p, m)) j : ev (residual x (fun j => lift (g j)) j) = residual (evs x) g j.
Proof.
rewrite /residual /ev map_mxB -!/(ev _) -/(ev (h x j)) ev_h; congr (_ - _).
by apply/matrixP => i l; rewrite !mxE /horner_eval hornerC.
Qed.

Lemma horner_bihessian k x (g : nat -> 'M[F]_(p, m)) u v :
  (bihessian k (fun j => lift (g j)) x u v).[t] = bihessian k g (evs x) (evs u) (evs v).
Proof.
rewrite /bihessian horner_sum; apply: eq_bigr => j _.
by rewrite hornerMn hornerD !horner_inner !ev_dh ev_residual ev_d2h.
Qed.

End Evaluation.

Section Line.
Variables (F : fieldType) (d m p k : nat) (g : nat -> 'M[F]_(p, m)).
Implicit Types x u v delta : student F d m p.
Let lifts x : student {poly F} d m p := (lift (A x), lift (B x), lift (C x)).
Let lg j := lift (g j).

(* <grad L at x + t delta, u>, a polynomial in t *)
Definition slope x delta u : {poly F} :=
  \sum_(j < k) inner (residual (line x delta) lg j) (dh (line x delta) (lifts u) j) *+ 2.

Let at_t r s (X Y : 'M[F]_(r, s)) t : map_mx (horner_eval t) (lift X + 'X *: lift Y) = X + t *: Y.
Proof. by apply/matrixP => i l; rewrite !mxE /horner_eval hornerD hornerM hornerX !hornerC. Qed.

Let constant r s (X : 'M[F]_(r, s)) t : map_mx (horner_eval t) (lift X) = X.
Proof. by apply/matrixP => i l; rewrite !mxE /horner_eval hornerC. Qed.

Lemma slopeE x delta u t : (slope x delta u).[t] = dot (gradL k g (x + t *: delta)) u.
Proof.
rewrite -grad_pairing /slope horner_sum; apply: eq_bigr => j _.
rewrite hornerMn horner_inner ev_residual ev_dh -/(A _) -/(B _) -/(C _) !at_t !constant.
by case: u => [[uA uB] uC]; rewrite -mulr_natl -innerZl scaler_nat.
Qed.

Lemma dst_line x delta : dst (line x delta) = lifts delta.
Proof.
have part r s (X Y : 'M[F]_(r, s)) : dmx (lift X + 'X *: lift Y) = lift Y.
  by apply/matrixP => i l; rewrite !mxE derivD derivM derivX !derivC mul1r mulr0 addr0 add0r.
by rewrite /dst !part.
Qed.

Lemma dst_lifts u : dst (lifts u) = 0.
Proof.
have part r s (X : 'M[F]_(r, s)) : dmx (lift X) = 0 by apply/matrixP => i l; rewrite !mxE derivC.
by rewrite /dst !part.
Qed.

Lemma dmx_residual (x : student {poly F} d m p) j : dmx (residual x lg j) = dh x (dst x) j.
Proof.
rewrite /residual -dmx_h; apply/matrixP => i l; rewrite !mxE derivB derivC subr0 //.
Qed.

Lemma deriv_slope x delta u : (slope x delta u)^`() = bihessian k lg (line x delta) (lifts delta) (lifts u).
Proof.
rewrite /slope deriv_sum; apply: eq_bigr => j _; rewrite derivMn deriv_inner dmx_residual dst_line.
by rewrite (dmx_dh (dst_lifts u)) dst_line d2h_sym.
Qed.

Lemma slope_derivative x delta u t : (slope x delta u)^`().[t] = bihessian k g (x + t *: delta) delta u.
Proof.
rewrite deriv_slope horner_bihessian -/(A _) -/(B _) -/(C _) !at_t !constant.
by case: u delta => [[uA uB] uC] [[dA dB] dC].
Qed.

Lemma hessianE x delta : hessian k g x delta = bihessian k g x delta delta.
Proof.
rewrite /hessian derivnS derivn1 (_ : (loss_along k g x delta)^`() = slope x delta delta).
  by rewrite slope_derivative scale0r addr0.
rewrite /loss_along /L deriv_sum; apply: eq_bigr => j _.
by rewrite deriv_inner dmx_residual dst_line innerC -mulr2n innerC.
Qed.

End Line.
