(* The second-order change of h_j, and the derivatives of h_j, of its first-order change and of the loss along a line. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions definitions_line lemmas_matrix lemmas_loss lemmas_norm lemmas_gradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section SecondOrder.
Variables (R : comRingType) (d m p : nat).
Implicit Types x u v : student R d m p.

(* D^2 b_j [u, v] and D^2 h_j [u, v] *)
Definition d2b x u v : nat -> 'M[R]_(d, m) :=
  fix d2b j := if j is i.+1 then A x *m d2b i + A u *m db x v i + A v *m db x u i else 0.
Definition d2h x u v j : 'M[R]_(p, m) := C x *m d2b x u v j + C u *m db x v j + C v *m db x u j.

Lemma d2b_sym x u v j : d2b x u v j = d2b x v u j.
Proof. by elim: j => //= j ->; rewrite addrAC. Qed.

Lemma d2h_sym x u v j : d2h x u v j = d2h x v u j.
Proof. by rewrite /d2h d2b_sym addrAC. Qed.

Lemma db_linear x c u v j : db x (c *: u + v) j = c *: db x u j + db x v j.
Proof.
elim: j => //= j ->; rewrite [A (_ + _)]/(c *: A u + A v) mulmxDr mulmxDl -scalemxAr -scalemxAl.
by rewrite scalerDr addrACA.
Qed.

Lemma dh_linear x c u v j : dh x (c *: u + v) j = c *: dh x u j + dh x v j.
Proof.
rewrite /dh db_linear [C (_ + _)]/(c *: C u + C v) mulmxDl mulmxDr -scalemxAr -scalemxAl.
by rewrite scalerDr addrACA.
Qed.

Lemma d2b_linear x c u v w j : d2b x (c *: u + v) w j = c *: d2b x u w j + d2b x v w j.
Proof.
elim: j => [|j IH] /=; first by rewrite scaler0 addr0.
rewrite IH db_linear [A (_ + _)]/(c *: A u + A v) !(mulmxDl, mulmxDr) -!scalemxAr -!scalemxAl.
by move: (A x *m _) (A x *m _) (A u *m _) (A v *m _) (A w *m _) (A w *m _) => *; mx_ring.
Qed.

Lemma d2h_linear x c u v w j : d2h x (c *: u + v) w j = c *: d2h x u w j + d2h x v w j.
Proof.
rewrite /d2h d2b_linear db_linear [C (_ + _)]/(c *: C u + C v) !(mulmxDl, mulmxDr) -!scalemxAr -!scalemxAl.
by move: (C x *m _) (C x *m _) (C u *m _) (C v *m _) (C w *m _) (C w *m _) => *; mx_ring.
Qed.

(* <Hess L u, v> at x *)
Definition bihessian k g x u v : R :=
  \sum_(j < k) (inner (dh x u j) (dh x v j) + inner (residual x g j) (d2h x u v j)) *+ 2.

Lemma bihessian_sym k g x u v : bihessian k g x u v = bihessian k g x v u.
Proof. by apply: eq_bigr => j _; rewrite innerC d2h_sym. Qed.

Lemma bihessian_linear k g x c u v w : bihessian k g x (c *: u + v) w = c * bihessian k g x u w + bihessian k g x v w.
Proof.
rewrite /bihessian mulr_sumr -big_split; apply: eq_bigr => j _ /=.
rewrite dh_linear d2h_linear.
move: (residual x g j) (dh x u j) (dh x v j) (dh x w j) (d2h x u w j) (d2h x v w j) => *.
by rewrite !innerDl !innerDr innerZl innerZr; ring.
Qed.

End SecondOrder.

Section Derivation.
Variables (F : fieldType) (d m p : nat).
Local Notation P := {poly F}.

Lemma deriv_sum n (T : 'I_n -> P) : (\sum_i T i)^`() = \sum_i (T i)^`().
Proof.
elim: n T => [|n IH] T; first by rewrite !big_ord0 -polyC0 derivC.
by rewrite !big_ord_recr derivD IH.
Qed.

Definition dmx r s (X : 'M[P]_(r, s)) : 'M[P]_(r, s) := map_mx (fun q : P => q^`()) X.
Definition dst (x : student P d m p) : student P d m p := (dmx (A x), dmx (B x), dmx (C x)).

Lemma dmxD r s (X Y : 'M[P]_(r, s)) : dmx (X + Y) = dmx X + dmx Y.
Proof. by apply/matrixP => i l; rewrite !mxE derivD. Qed.

Lemma dmxM r s t (X : 'M[P]_(r, s)) (Y : 'M[P]_(s, t)) : dmx (X *m Y) = dmx X *m Y + X *m dmx Y.
Proof.
apply/matrixP => i l; rewrite !mxE deriv_sum -big_split; apply: eq_bigr => q _ /=.
by rewrite derivM !mxE.
Qed.

Lemma deriv_inner r s (X Y : 'M[P]_(r, s)) : (inner X Y)^`() = inner (dmx X) Y + inner X (dmx Y).
Proof.
rewrite /inner deriv_sum -big_split; apply: eq_bigr => i _; rewrite deriv_sum -big_split; apply: eq_bigr => l _ /=.
by rewrite derivM !mxE.
Qed.

Lemma dmx_b x j : dmx (b x j) = db x (dst x) j.
Proof. by elim: j => [|j IH] //; rewrite [b x _]/= dmxM -/(b x j) IH addrC. Qed.

Lemma dmx_h x j : dmx (h x j) = dh x (dst x) j.
Proof. by rewrite dmxM dmx_b. Qed.

Variable u : student P d m p.
Hypothesis constant : dst u = 0.

Lemma dmx_db x j : dmx (db x u j) = d2b x u (dst x) j.
Proof.
have [cA cB _] : [/\ dmx (A u) = 0, dmx (B u) = 0 & dmx (C u) = 0] by case: constant => -> -> ->.
elim: j => [|j IH] //=; rewrite dmxD !dmxM IH cA dmx_b mul0mx add0r.
by move: (dmx (A x) *m _) (A x *m _) (A u *m _) => *; mx_ring.
Qed.

Lemma dmx_dh x j : dmx (dh x u j) = d2h x u (dst x) j.
Proof.
have [_ _ cC] : [/\ dmx (A u) = 0, dmx (B u) = 0 & dmx (C u) = 0] by case: constant => -> -> ->.
rewrite /dh dmxD !dmxM dmx_db cC dmx_b mul0mx add0r /d2h.
by move: (dmx (C x) *m _) (C x *m _) (C u *m _) => *; mx_ring.
Qed.

End Derivation.
